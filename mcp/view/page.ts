import { NOT_LOGGED } from '../../shared/report/coverageText';
import { VIEW_STYLE } from './style';

/**
 * The page as one file. Its policy allows this script, this style and nothing else: no request, no other
 * script, and no text that becomes markup. What is in it before the script runs is what is seen first.
 * @param digest SHA-256 in base64
 */
export function page(script: string, digest: (text: string) => string): string {
	if (/<\/script|<!--/i.test(script)) throw new Error('The script would end early.');
	const policy = [
		"default-src 'none'",
		`script-src 'sha256-${digest(script)}'`,
		`style-src 'sha256-${digest(VIEW_STYLE)}'`,
		...["base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'"],
	].join('; ');
	return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta id="policy" http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Zoho CRM audit log</title>
<style>${VIEW_STYLE}</style>
</head>
<body>
<main>
<header id="head"><p class="over">Zoho CRM audit log</p><h1>Audit log</h1></header>
<p id="status" role="status">Waiting for the host of this page.</p>
<p id="problem" role="alert"></p>
<div id="pictures"><div id="timeline"></div><div id="hours"></div><div id="users"></div></div>
<div id="list"></div>
<div id="notes"><section><h2>What this covers</h2><p class="quiet">${NOT_LOGGED}</p></section></div>
</main>
<script>${script}</script>
</body>
</html>
`;
}
