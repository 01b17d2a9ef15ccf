// How report.html looks: light or dark as the reader's system is, and on paper. Colours are those of Okabe and Ito
// (2008), which the colour-blind tell apart; what they tell apart, a dash or a mark tells too.
#pragma once

#include <string_view>

namespace genrelens {

inline constexpr std::string_view kPageStyle = R"css(
:root { --paper: #ffffff; --panel: #f6f8fa; --ink: #1b1f24; --soft: #59636e; --line: #d5dbe1;
  --first: #0072b2; --second: #d55e00; --on-dark: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #12161b; --panel: #1b2128; --ink: #e8edf2; --soft: #a3afbb; --line: #38424c;
    --first: #56b4e9; --second: #e69f00; --on-dark: #12161b; }
}
@media print {
  :root { --paper: #ffffff; --panel: #ffffff; --ink: #000000; --soft: #444444; --line: #cccccc;
    --first: #0072b2; --second: #d55e00; --on-dark: #ffffff; }
  nav { display: none !important; }
  body { font-size: 12px !important; }
  main { padding: 0 !important; }
  p { max-width: none !important; }
  .beside { grid-template-columns: 1fr 1fr !important; }
  .wide { overflow: visible !important; }
  .track { width: 56px !important; }
  figure, tr, .headline { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1240px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 2.2rem; line-height: 1.15; margin: 0; }
h2 { font-size: 1.55rem; margin: 3rem 0 .4rem; padding-top: .8rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 1.4rem 0 .2rem; }
p { max-width: 78ch; margin: .4rem 0 .9rem; }
.lead { font-size: 1.15rem; color: var(--soft); }
.note { border-left: 4px solid var(--second); padding: .3rem .9rem; background: var(--panel); max-width: none; }
.left-out, footer, .soft, small { color: var(--soft); }
.left-out { font-style: italic; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; padding: .7rem 0; }
a { color: var(--first); }
.headlines { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 14px; margin: 1.2rem 0; }
.headline { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: .8rem 1rem;
  display: flex; flex-direction: column; }
.headline b { font-size: 2.1rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
figure { margin: .8rem 0; }
svg { max-width: 100%; height: auto; display: block; }
.beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(520px, 100%), 1fr)); gap: 8px 28px; }
.wide { overflow-x: auto; }
@media screen { .wide svg { min-width: 860px; } }
table { border-collapse: collapse; width: 100%; margin: .8rem 0; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .38rem 1.1rem .38rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 600; border-bottom: 2px solid var(--line); }
td.number { white-space: nowrap; }
.number { text-align: right; }
ol { margin: 0; padding-left: 1.4rem; }
.track { display: inline-block; width: 110px; height: .7em; background: var(--line); border-radius: 2px; overflow: hidden;
  margin-right: .5em; }
.track span { display: block; height: 100%; }
span.fill { background: var(--first); }
span.fill-second { background: var(--second); }
.right { color: var(--first); white-space: nowrap; }
.wrong { color: var(--second); fill: var(--second) !important; white-space: nowrap; }
svg text { fill: var(--ink); font-family: inherit; font-size: 14px; }
svg .heading { font-weight: 650; font-size: 16px; }
svg .axis-title { fill: var(--soft); font-size: 14px; }
svg .small { fill: var(--soft); font-size: 12.5px; }
svg .value { font-size: 15px; font-variant-numeric: tabular-nums; }
svg .on-dark { fill: var(--on-dark); }
.middle { text-anchor: middle; }
.end { text-anchor: end; }
.grid { stroke: var(--line); stroke-width: 1; }
.axis { stroke: var(--soft); stroke-width: 1.5; }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
.first { stroke: var(--first); }
.line.second { stroke: var(--second); stroke-dasharray: 7 4; }
.none { stroke: none; }
.reference { fill: none; stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 4 4; }
.whisker { stroke-width: 3; }
.whisker.second, .dot.second { stroke: var(--second); }
.dot { stroke-width: 2.5; }
.dot.first { fill: var(--first); }
.dot.second { fill: var(--paper); }
.cell { fill: var(--first); stroke: var(--line); stroke-width: 1; }
svg .fill { fill: var(--first); }
svg .fill-second { fill: var(--second); }
.wave { fill: var(--first); stroke: var(--first); stroke-width: .6; }
)css";

}  // namespace genrelens
