// The answer as a picture for a chat: 1200 × 630, the shape that chats show whole.
const WIDTH = 1200;
const HEIGHT = 630;
const MARGIN = 64;
const BARS = 4;
const FACE = 'Inter, sans-serif';

// The largest size up to `size` at which the text is no wider than `width`.
function fit(context, text, size, width) {
  context.font = `bold ${size}px ${FACE}`;
  return Math.min(size, size * width / context.measureText(text).width);
}

function shortened(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  let kept = text;
  while (kept && context.measureText(`${kept}…`).width > width) kept = [...kept].slice(0, -1).join('');
  return `${kept}…`;
}

function write(context, text, x, y, { size, colour, bold = false, right = false, width = WIDTH }) {
  context.font = `${bold ? 'bold ' : ''}${size}px ${FACE}`;
  context.fillStyle = colour;
  context.textAlign = right ? 'right' : 'left';
  context.fillText(shortened(context, text, width), x, y);
}

// parts: [{text, colour}], beside each other.
function drawHeadline(context, parts, y, width) {
  const size = fit(context, parts.map(({ text }) => text).join(''), 124, width);
  let x = MARGIN;
  for (const { text, colour } of parts) {
    write(context, text, x, y, { size, colour, bold: true });
    x += context.measureText(text).width;
  }
}

function drawBars(context, bars, colours) {
  bars.slice(0, BARS).forEach(({ name, best, share, percent, colour }, i) => {
    const y = 362 + i * 40;
    const ink = best ? colours.text : colours.dim;
    write(context, name, MARGIN, y + 9, { size: 26, colour: ink, bold: best, width: 180 });
    context.fillStyle = colours.track;
    context.fillRect(MARGIN + 200, y - 9, 780, 18);
    context.fillStyle = colour;
    context.fillRect(MARGIN + 200, y - 9, 780 * share, 18);
    write(context, percent, WIDTH - MARGIN, y + 9, { size: 26, colour: ink, bold: best, right: true });
  });
}

// One block for each piece of the song, in its most probable genre's colour.
function drawStrip(context, timeline) {
  const end = timeline.at(-1)?.end ?? 1;
  const middle = ({ begin, end: last }) => (begin + last) / 2;
  timeline.forEach((piece, i) => {
    const from = i === 0 ? 0 : (middle(timeline[i - 1]) + middle(piece)) / 2;
    const to = i + 1 === timeline.length ? end : (middle(piece) + middle(timeline[i + 1])) / 2;
    context.fillStyle = piece.colour;
    context.fillRect(MARGIN + (WIDTH - 2 * MARGIN) * from / end, 528, (WIDTH - 2 * MARGIN) * (to - from) / end + 1, 26);
  });
}

// answer: {file, lead, headline: [{text, colour}], bars: [{name, best, share, percent, colour}],
// timeline: [{begin, end, colour}]}; colours: of display.mjs.
export async function drawSharePicture(canvas, answer, colours, footer) {
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  await Promise.all(['', 'bold '].map(weight => document.fonts.load(`${weight}32px ${FACE}`))).catch(() => {});
  const context = canvas.getContext('2d');
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = colours.panel;
  context.beginPath();
  context.roundRect(24, 24, WIDTH - 48, HEIGHT - 48, 28);
  context.fill();
  write(context, answer.file, MARGIN, 106, { size: 36, colour: colours.text, width: WIDTH - 2 * MARGIN });
  write(context, answer.lead, MARGIN, 162, { size: 30, colour: colours.dim, width: WIDTH - 2 * MARGIN });
  drawHeadline(context, answer.headline, 278, WIDTH - 2 * MARGIN);
  drawBars(context, answer.bars, colours);
  drawStrip(context, answer.timeline);
  write(context, footer, MARGIN, 590, { size: 22, colour: colours.dim, width: WIDTH - 2 * MARGIN - 180 });
  write(context, 'Genre Lens', WIDTH - MARGIN, 590, { size: 24, colour: colours.accent, bold: true, right: true });
}
