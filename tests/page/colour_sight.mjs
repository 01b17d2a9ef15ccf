// How colours look to people: contrast as WCAG 2 defines it, and how far apart two colours are (CIE76) in normal sight and
// in protanopia, deuteranopia and tritanopia as Machado, Oliveira and Fernandes 2009 simulate them. A colour: [r, g, b], 0…255.
const SIGHTS = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

const TO_XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]];
const WHITE = [0.95047, 1, 1.08883];  // D65

const linear = channel => {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};
const times = (matrix, vector) => matrix.map(row => row.reduce((sum, value, i) => sum + value * vector[i], 0));

function lab(colour, sight) {
  const seen = times(sight, colour.map(linear)).map(value => Math.min(1, Math.max(0, value)));
  const [x, y, z] = times(TO_XYZ, seen).map((value, i) => {
    const share = value / WHITE[i];
    return share > 216 / 24389 ? Math.cbrt(share) : (24389 / 27 * share + 16) / 116;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const luminance = colour => times([TO_XYZ[1]], colour.map(linear))[0];

export function contrast(a, b) {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

// The least difference between any two of the colours: {normal, protanopia, deuteranopia, tritanopia}.
export function leastDifferences(colours) {
  return Object.fromEntries(Object.entries(SIGHTS).map(([name, sight]) => {
    const seen = colours.map(colour => lab(colour, sight));
    let least = Infinity;
    for (let i = 0; i < seen.length; i++) {
      for (let j = 0; j < i; j++) least = Math.min(least, Math.hypot(...seen[i].map((value, k) => value - seen[j][k])));
    }
    return [name, least];
  }));
}
