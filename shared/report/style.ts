import { DARK, LIGHT, propertiesOf } from './palette';

/** Heats of the picture, and their numbers. */
const STEPS = [0, 1, 2, 3, 4].map(
	(step) => `.h${step}{fill:var(--h${step})}.t${step}{fill:var(--t${step})}`,
);

/** The whole style of a report: for screens in both schemes, and for paper. */
export const STYLE = `:root{color-scheme:light dark;${propertiesOf(LIGHT)}}
@media (prefers-color-scheme:dark){:root{${propertiesOf(DARK)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;-webkit-text-size-adjust:100%}
main{max-width:960px;margin:0 auto;padding:40px 20px 56px}
header .over{margin:0;color:var(--muted);font-size:13px;font-weight:600;letter-spacing:.02em}
h1{margin:4px 0 10px;font-size:30px;line-height:1.2;letter-spacing:-.015em;font-weight:680}
h2{margin:0 0 12px;font-size:17px;line-height:1.3;letter-spacing:-.005em}
p{margin:0 0 10px}
header p{max-width:76ch}
.state{display:inline-block;margin-inline-end:8px;padding:1px 9px;border:1px solid var(--line);border-radius:99px;background:var(--surface);font-size:13px;font-weight:600}
.state.lack{border-color:var(--alarm);color:var(--alarm)}
.quiet,summary{color:var(--muted);font-size:13px}
.filters{display:flex;flex-wrap:wrap;gap:6px;margin:0 0 10px;padding:0;list-style:none;font-size:13px}
.filters li{padding:2px 10px;border-radius:99px;background:var(--surface);border:1px solid var(--line);overflow-wrap:anywhere}
.figures{display:grid;grid-template-columns:repeat(6,1fr);gap:1px;margin:22px 0 16px;border:1px solid var(--line);border-radius:10px;overflow:hidden;background:var(--line)}
.figures div{padding:12px 16px 13px;background:var(--surface)}
.figures dt{color:var(--muted);font-size:13px}
.scroll>table{margin-top:4px}
.figures dd{margin:0;font-size:24px;line-height:1.25;font-weight:620;font-variant-numeric:tabular-nums;letter-spacing:-.01em}
section{margin:0 0 16px;padding:20px 22px;border:1px solid var(--line);border-radius:10px;background:var(--surface)}
section>:last-child,.pair>div>:last-child{margin-bottom:0}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:28px}
.scroll{overflow-x:auto}
.scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
svg{display:block;width:100%;min-width:720px;height:auto;font:11px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums;text-anchor:middle}
.pair svg{min-width:320px;font-size:12.5px}
svg text{fill:var(--muted)}
svg .l{text-anchor:end;fill:var(--ink);unicode-bidi:plaintext}
svg .v{text-anchor:start}svg .axis,svg .axis text{fill:var(--muted)}
${STEPS.join('')}
${[0, 1, 2, 3, 4].map((step) => `.t${step} text{fill:var(--t${step})}`).join('')}
.empty{fill:var(--page)}
.bar{fill:var(--accent)}.bar.alarm{fill:var(--alarm)}
.grid{stroke:var(--line);fill:none}path.rule{stroke:var(--muted);stroke-width:1;fill:none}
.mark{fill:var(--alarm)}svg .onmark{fill:var(--surface);font-weight:700}
details{margin-top:12px}
summary{cursor:pointer;width:max-content;max-width:100%}
details .scroll{margin-top:10px;max-height:420px;overflow:auto}
table{width:100%;border-collapse:collapse;font-size:13px;line-height:1.4}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{padding:6px 10px 6px 0;border-bottom:1px solid var(--line);text-align:start;vertical-align:top;font-weight:400;overflow-wrap:anywhere}
thead th{color:var(--muted);font-weight:600;white-space:nowrap}
tbody tr:last-child>*{border-bottom:0}
.n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
.cited table{min-width:860px}.cited td:nth-child(4){min-width:7.5em}.cited td:nth-child(5){min-width:6.5em}.cited code{display:inline-block;width:16ch}.bursts table{min-width:460px}
.cited td:nth-child(2){white-space:nowrap}
code{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:2px}
.number{display:inline-block;min-width:20px;padding:0 6px;border-radius:99px;background:var(--alarm);color:var(--surface);font-size:12px;text-align:center}
b.rule{padding:1px 8px;border-radius:5px;background:var(--alarmSurface);color:var(--alarm);font-size:12.5px;font-weight:600;white-space:nowrap}
.found table{min-width:820px}.found td:nth-child(2){width:36%}.found td:nth-child(3){min-width:110px}.found td:nth-child(4){min-width:13em}.found td:nth-child(6){min-width:76px;overflow-wrap:normal}.found tr>:nth-child(6){padding-inline-start:12px}
.notes{margin:0 0 10px;padding-inline-start:18px;font-size:13px}
.notes li{margin-bottom:4px;overflow-wrap:anywhere}
footer{color:var(--muted);font-size:13px}
@media (max-width:640px){main{padding:22px 12px 40px}h1{font-size:24px}section{padding:16px 14px}.pair{grid-template-columns:minmax(0,1fr)}.figures{grid-template-columns:1fr 1fr}.figures div{padding:10px 14px}}
@media print{:root{color-scheme:light;${propertiesOf(LIGHT)};--page:#ffffff}
@page{margin:13mm}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{background:none;font-size:12.5px}
main{max-width:none;padding:0}
.empty{fill:#f4f6f9}
section,.figures{break-inside:avoid}
section{border:0;border-top:1px solid var(--line);border-radius:0;padding:14px 0 4px}
section.long{break-inside:auto}
h2{break-after:avoid}tr{break-inside:avoid}thead{display:table-header-group}
.scroll{overflow:visible}svg,.cited table,.found table{min-width:0!important}
.found table{font-size:10px}b.rule{font-size:9.5px;padding:0 5px}
.cited table{font-size:9.5px}.cited code{font-size:8px}.cited td:nth-child(2){white-space:normal;min-width:8.5em}
details{display:none}a{color:inherit}}
`;
