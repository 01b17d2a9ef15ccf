#!/usr/bin/env node
// Makes songs to try training with: FOLDER/GENRE/ARTIST/TITLE.wav, and songs.csv for genrelens features. The artists of
// a genre are shared out over the splits train (three fifths), valid and test, so that none is heard in two of them.
//   node tools/make-songs.mjs FOLDER [--artists N] [--seconds S]
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { wav } from "./sounds/containers.mjs";
import { mono } from "./sounds/instruments.mjs";
import { styledSong, styles } from "./sounds/styles.mjs";

const songsAnArtist = 2;
const usage = "tools/make-songs FOLDER [--artists 3…100] [--seconds 1…600]";

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { artists: { type: "string", default: "5" }, seconds: { type: "string", default: "10" } },
  });
  const artists = Number(values.artists);
  const seconds = Number(values.seconds);
  if (positionals.length !== 1 || !Number.isInteger(artists) || artists < 3 || artists > 100 || !(seconds >= 1 && seconds <= 600))
    throw new Error(`usage: ${usage}`);
  return { folder: positionals[0].replace(/\/+$/, ""), artists, seconds };
}

function splitOf(artist, artists) {
  const held = Math.max(1, Math.floor(artists / 5));
  if (artist >= artists - held) return "test";
  return artist >= artists - 2 * held ? "valid" : "train";
}

function makeSongs(folder, artists, seconds) {
  const lines = ["path,label,artist,title,split"];
  for (const style of Object.keys(styles))
    for (let artist = 0; artist < artists; artist++)
      for (let number = 0; number < songsAnArtist; number++) {
        const name = `${style} artist ${artist + 1}`;
        const title = `${style} ${artist + 1}-${number + 1}`;
        const file = path.posix.join(style, name, `${title}.wav`);
        mkdirSync(path.join(folder, style, name), { recursive: true });
        writeFileSync(path.join(folder, file), wav(mono(styledSong({ style, artist, number, seconds })), "pcm16"));
        lines.push([file, style, name, title, splitOf(artist, artists)].join(","));
      }
  writeFileSync(path.join(folder, "songs.csv"), `${lines.join("\n")}\n`);
  return lines.length - 1;
}

function main() {
  const { folder, artists, seconds } = options();
  if (existsSync(folder)) throw new Error(`${folder} exists; name a new folder`);
  const aside = `${folder}.${process.pid}`;
  try {
    const songs = makeSongs(aside, artists, seconds);
    renameSync(aside, folder);
    console.log(`${folder}: ${songs} songs of ${seconds} s, ${Object.keys(styles).length} genres, songs.csv`);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

try {
  main();
} catch (error) {
  console.error(`tools/make-songs: ${error.message}`);
  process.exitCode = 2;
}
