import { DARK, LIGHT, propertiesOf } from '../../shared/report/palette';
import { STYLE } from '../../shared/report/style';

/** A color of the host where it has one, else ours. */
const HOSTED = [
	['surface', 'color-background-primary'],
	['page', 'color-background-secondary'],
	['ink', 'color-text-primary'],
	['muted', 'color-text-secondary'],
	['line', 'color-border-primary'],
] as const;

function scheme(own: typeof LIGHT): string {
	const hosted = HOSTED.map(([name, theirs]) => `--${name}:var(--${theirs},${own[name]})`);
	return `${propertiesOf(own)};${hosted.join(';')}`;
}

/** The style of the report, in the colors of the host, for a page that is narrow and answers. */
export const VIEW_STYLE = `${STYLE}
:root{${scheme(LIGHT)}}
@media (prefers-color-scheme:dark){:root{${scheme(DARK)}}}
:root[data-theme=light]{${scheme(LIGHT)}}
:root[data-theme=dark]{${scheme(DARK)}}
body{background:none;font-family:var(--font-sans,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif);font-size:14px}
main{max-width:none;padding:8px 6px}
h1{font-size:22px}h2{font-size:15px}h3{margin:0 0 6px;font-size:14px}
section{padding:14px 16px;margin-bottom:10px}
svg,.bursts table,.found table{min-width:0}
.lack{color:var(--alarm)}p.lack{font-size:13px}
.tools{margin:10px 0;display:flex;flex-wrap:wrap;gap:8px;align-items:center}
button{font:inherit;font-size:13px;color:var(--ink);background:var(--surface);border:1px solid var(--muted);border-radius:6px;padding:4px 12px;min-height:28px;cursor:pointer}
button.link{display:inline-block;border:0;padding:3px 0;margin:-3px 0;min-height:24px;line-height:1.4;background:none;color:var(--accent);text-decoration:underline;text-underline-offset:2px;text-align:start;overflow-wrap:anywhere}
button.link[aria-pressed=true]{font-weight:700}
button:focus-visible,h2:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.target{fill:transparent;cursor:pointer;outline:0}
.target:hover{fill:var(--ink);fill-opacity:.08}
.target[aria-pressed=true]{stroke:var(--ink);stroke-width:2}
.target:focus-visible{stroke:var(--alarm);stroke-width:3}
#status{min-height:20px;margin:2px 2px 8px;color:var(--muted);font-size:13px}
#problem{margin:0 2px 8px;color:var(--alarm);font-size:13px}
#problem:empty{display:none}
.long .scroll{max-height:440px;overflow:auto}
.found td:nth-child(4){white-space:normal}.line{display:block}.line+.line{color:var(--muted)}
@media (prefers-reduced-motion:no-preference){[aria-busy=true] .scroll{opacity:.6;transition:opacity .15s}}
@media (max-width:640px){main{padding:6px 2px}section{padding:12px 10px}thead th{white-space:normal}}
`;
