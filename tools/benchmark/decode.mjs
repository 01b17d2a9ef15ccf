// The part `decode`: three minutes of stereo in each format, against ffmpeg and the format's reference decoder.
import { FORMATS, inputs, SONG_SECONDS } from './inputs.mjs';
import { command, native, node, page } from './runners.mjs';

// To float samples that nobody keeps.
const ffmpeg = source => ['ffmpeg', '-v', 'error', '-threads', '1', '-i', source, '-c:a', 'pcm_f32le', '-f', 'null', '-'];

export function decode(chromium) {
  return FORMATS.map(format => {
    const song = inputs.song(format);
    const short = inputs.short(format);
    const input = ['decode', song];
    return {
      title: `decoding 180 s of stereo ${format.name}`,
      seconds: SONG_SECONDS,
      contestants: [
        { name: 'Genre Lens', where: 'native', run: native('core', input) },
        { name: 'ffmpeg', where: 'native', run: command(ffmpeg(song), ffmpeg(short)), note: 1 },
        { name: format.reference(song)[0], where: 'native', run: command(format.reference(song), format.reference(short)), note: 1 },
        { name: 'Genre Lens', where: 'node', run: node('core', input) },
        { name: 'Genre Lens', where: 'Chromium', run: page(chromium, 'core', input) },
      ],
    };
  });
}

export const decodeNotes = [
  'A process: its time for the song less its time for half a second of it; reads the file itself. ffmpeg makes float samples, '
  + 'the others integers of 16 bits; flac checks its MD5 sum too.',
];
