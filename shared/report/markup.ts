/** Markup that is safe to be part of a page. Only the functions below make it. */
export class Html {
	constructor(readonly text: string) {}
}

type Part = Html | string | number;

const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** A template whose values are text, whatever they hold: only what is `Html` already stays markup. */
export function markup(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
	return new Html(
		strings.reduce((all, string, index) => all + textOf(values[index - 1] ?? '') + string),
	);
}

/** A style of our own: nothing in it comes from elsewhere. */
export function styleElement(css: string): Html {
	return new Html(`<style>${css}</style>`);
}

export function joined(parts: readonly Html[]): Html {
	return new Html(parts.map(({ text }) => text).join(''));
}

function textOf(part: Part): string {
	if (part instanceof Html) return part.text;
	return String(part).replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
}
