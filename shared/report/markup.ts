/** A text that others typed: shown as it is, and markup to nothing. */
interface Shown {
	readonly shown: string;
}

/**
 * Markup that is safe to be part of a page. Only the functions below make it. What is markup and what is
 * shown stay apart, so that a page can be made of nodes as well as of text.
 */
export class Html {
	constructor(readonly pieces: readonly (string | Shown)[]) {}

	/** Everything in it as the text of a file. */
	get text(): string {
		return this.pieces.map(textOf).join('');
	}
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
		strings.flatMap((string, index) => {
			const value = values[index - 1];
			return value === undefined ? [string] : [...piecesOf(value), string];
		}),
	);
}

/** A style of our own: nothing in it comes from elsewhere. */
export function styleElement(css: string): Html {
	return new Html([`<style>${css}</style>`]);
}

export function joined(parts: readonly Html[]): Html {
	return new Html(parts.flatMap(({ pieces }) => pieces));
}

function piecesOf(part: Part): Html['pieces'] {
	return part instanceof Html ? part.pieces : [{ shown: String(part) }];
}

function textOf(part: string | Shown): string {
	if (typeof part === 'string') return part;
	return part.shown.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
}
