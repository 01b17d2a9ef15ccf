// Milliseconds of each repeat of work(), as stopwatch.h takes them: half of `seconds` of warm-up, then `seconds`, at least
// three repeats. For node and for a page.
export async function timeRepeatedly(seconds, work) {
  const begin = performance.now();
  do await work();
  while (performance.now() - begin < seconds * 500);

  const times = [];
  const warm = performance.now();
  while (times.length < 3 || performance.now() - warm < seconds * 1000) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times;
}
