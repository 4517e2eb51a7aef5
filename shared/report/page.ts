import { sha256 } from '../files/sha256';
import { type Html, markup, styleElement } from './markup';
import { STYLE } from './style';

/** A whole document that asks nothing of the network: no script, no font, no picture from elsewhere. */
export async function page(title: string, content: Html): Promise<string> {
	const policy = `default-src 'none'; style-src 'sha256-${await (digest ??= styleDigest())}'; base-uri 'none'; form-action 'none'`;
	return markup`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${styleElement(STYLE)}
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`.text;
}

/** Of the style, which is the same on every page. */
let digest: Promise<string> | undefined;

async function styleDigest(): Promise<string> {
	const hex = await sha256(new TextEncoder().encode(STYLE));
	const bytes = (hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
	return btoa(String.fromCharCode(...bytes));
}
