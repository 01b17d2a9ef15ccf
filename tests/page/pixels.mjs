// What a rectangle of the page looks like, [left, top, right, bottom] in CSS pixels: bytes, four a pixel, row by row.
export async function pixelsOf({ page }, [left, top, right, bottom]) {
  const clip = { x: left, y: top, width: right - left, height: bottom - top };
  const png = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(async base64 => {
    const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context.drawImage(bitmap, 0, 0);
    return [...context.getImageData(0, 0, bitmap.width, bitmap.height).data];
  }, png);
}
