#!/usr/bin/env node
// Makes the sounds of the tests and of the page's demo in build/sounds, one line a file. Uses flac, lame, oggenc, opusenc and sox.
//   node tools/make-sounds.mjs [--force]
// Does nothing if they are there and no generator file has changed since; they are written aside and renamed.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { au, wav } from "./sounds/containers.mjs";
import { groove } from "./sounds/groove.mjs";
import { mono, silence } from "./sounds/instruments.mjs";
import { styledSong } from "./sounds/styles.mjs";

const tools = path.dirname(fileURLToPath(import.meta.url));
const target = path.join(tools, "..", "build", "sounds");
const aside = `${target}.${process.pid}`;
const generator = ["make-sounds.mjs", "sounds/groove.mjs", "sounds/styles.mjs", "sounds/instruments.mjs", "sounds/containers.mjs"];

const at = (name) => path.join(aside, name);
const write = (name, bytes) => writeFileSync(at(name), bytes);
const run = (program, ...words) => execFileSync(program, words, { stdio: ["ignore", "ignore", "inherit"] });
const sox = (source, name, ...options) => run("sox", "-V1", "-R", "-D", at(source), ...options, at(name));
const flac = (source, name, ...options) => run("flac", "--totally-silent", "--force", ...options, "-o", at(name), at(source));
const lame = (source, name, ...options) => run("lame", "--quiet", ...options, at(source), at(name));
const ogg = (source, name, ...options) => run("oggenc", "--quiet", "--serial", "7", ...options, "-o", at(name), at(source));
const opus = (source, name, ...options) => run("opusenc", "--quiet", "--serial", "7", ...options, at(source), at(name));
const id3 = ["--add-id3v2", "--pad-id3v2-size", "300", "--tt", "Arithmetic in A minor", "--ta", "Genre Lens"];

// Half a second in every format and sample type: the decoders' exact and hostile tests.
function halfSeconds() {
  const half = groove({ seconds: 0.5, seed: 2 });
  for (const [suffix, encoding] of Object.entries({ 8: "pcm8", 16: "pcm16", 24: "pcm24", 32: "pcm32", f32: "float32", f64: "float64", ulaw: "muLaw" }))
    write(`half-${suffix}.wav`, wav(half, encoding));
  write("half-extensible.wav", wav(half, "pcm24", "extensible"));
  write("half-rf64.wav", wav(half, "pcm16", "rf64"));
  for (const [suffix, encoding] of Object.entries({ 8: "pcm8", 16: "pcm16", 24: "pcm24", 32: "pcm32", f32: "float32", f64: "float64", ulaw: "muLaw" }))
    write(`half-${suffix}.au`, au(half, encoding));
  write("half-stream.au", au(half, "pcm16", { annotation: "no size, as a recorder writes\0", sizeKnown: false }));
  sox("half-16.wav", "half-alaw.wav", "-e", "a-law");
  sox("half-16.wav", "half-alaw.au", "-e", "a-law");
  sox("half-16.wav", "half-16.aiff");
  sox("half-24.wav", "half-24.aiff");
  sox("half-24.wav", "half-f32.aifc", "-e", "floating-point"); // SoX itself knows 32-bit integers only
  flac("half-16.wav", "half-16.flac");
  flac("half-24.wav", "half-24.flac");
  flac("half-16.wav", "half-ogg.flac", "--ogg", "--serial-number=7");
  lame("half-16.wav", "half.mp3", "-b", "128");
  lame("half-16.wav", "half-vbr.mp3", "-V", "2", ...id3);
  ogg("half-16.wav", "half.ogg", "-q", "4");
  opus("half-16.wav", "half.opus", "--bitrate", "96");
  const halfMono = mono(groove({ seconds: 0.5, rate: 22050, seed: 2 }));
  write("half-mono.wav", wav(halfMono, "pcm16"));
  write("half-mono.au", au(halfMono, "pcm16"));
  flac("half-mono.wav", "half-mono.flac");
  lame("half-mono.wav", "half-mono.mp3", "-b", "64");
  ogg("half-mono.wav", "half-mono.ogg", "-q", "2");
  opus("half-mono.wav", "half-mono.opus", "--bitrate", "24", "--speech");
}

// Twelve seconds: what lossy formats are compared with.
function tones() {
  write("tone.wav", wav(groove({ seconds: 12 }), "pcm16"));
  sox("tone.wav", "tone.aiff");
  sox("tone.wav", "tone.au");
  flac("tone.wav", "tone.flac");
  lame("tone.wav", "tone.mp3", "-b", "192", ...id3);
  lame("tone.wav", "tone-vbr.mp3", "-V", "2");
  lame("tone.wav", "tone-untagged.mp3", "-b", "192", "-t");
  ogg("tone.wav", "tone.ogg", "-q", "6");
  write("tone-48000.wav", wav(groove({ seconds: 6, rate: 48000 }), "pcm16"));
  lame("tone-48000.wav", "tone-48000.mp3", "-b", "160");
  ogg("tone-48000.wav", "tone-48000.ogg", "-q", "5");
  opus("tone-48000.wav", "tone-48000.opus", "--bitrate", "128");
  write("tone-mono.wav", wav(mono(groove({ seconds: 6, rate: 22050 })), "pcm16"));
  lame("tone-mono.wav", "tone-mono.mp3", "-b", "64");
  ogg("tone-mono.wav", "tone-mono.ogg", "-q", "4");
}

function songs() {
  write("short.wav", wav(groove({ seconds: 1.5, seed: 3 }), "pcm16"));
  write("silence.wav", wav(silence({ seconds: 5 }), "pcm16"));
  write("demo.wav", wav(styledSong({ style: "waltz", artist: 0, number: 0, seconds: 24, rate: 44100, fade: 0.6 }), "pcm16"));
  lame("demo.wav", "demo.mp3", "-b", "128", "--tt", "Genre Lens demo");
  rmSync(at("demo.wav"));
  write("three-minutes.wav", wav(groove({ seconds: 180, seed: 5, beatsPerMinute: 104 }), "pcm16"));
  lame("three-minutes.wav", "three-minutes.mp3", "-b", "128");
  rmSync(at("three-minutes.wav"));
}

// What listeners really drop: songs cut off by a broken download, nothing at all, a picture.
function damagedFiles() {
  for (const name of ["tone.mp3", "tone.flac", "tone.wav", "tone.ogg", "tone-48000.opus"]) {
    const bytes = readFileSync(at(name));
    write(`cut${path.extname(name)}`, bytes.subarray(0, Math.floor(bytes.length / 2) + 1));
  }
  write("empty.mp3", Buffer.alloc(0));
  // One grey pixel, 1 × 1, as PNG.
  write("picture.mp3", Buffer.from(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636800000082008177cd72b60000000049454e44ae426082", "hex"));
}

function stamp() {
  const hash = createHash("sha256");
  for (const name of generator) hash.update(readFileSync(path.join(tools, name)));
  return hash.digest("hex");
}

function main() {
  const unknown = process.argv.slice(2).filter((word) => word !== "--force");
  if (unknown.length) {
    console.error(`tools/make-sounds: unknown option ${unknown[0]}; there is --force`);
    process.exit(2);
  }
  const stampFile = path.join(target, "generator.sha256");
  if (!process.argv.includes("--force") && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp()) {
    console.log(`build/sounds is up to date (${readdirSync(target).length - 1} files)`);
    return;
  }
  try {
    mkdirSync(aside, { recursive: true });
    for (const make of [halfSeconds, tones, songs, damagedFiles]) make();
    for (const name of readdirSync(aside).sort()) console.log(`${name}  ${statSync(at(name)).size} bytes`);
    write("generator.sha256", stamp());
    rmSync(target, { recursive: true, force: true });
    renameSync(aside, target);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

main();
