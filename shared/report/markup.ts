/** A text that others typed: shown as it is, and markup to nothing. */
interface Shown {
	readonly shown: string;
}

/**
 * Markup that is safe to be part of a page. Only the functions below make it. What is markup and what is
 * shown stay apart, so that a page can be made of nodes as well as of text.
 */
export class Html {
	/** @param parts what it is made of; all of it is put together only once, by what shows it. */
	constructor(private readonly parts: readonly (string | Shown | Html)[]) {}

	get pieces(): readonly (string | Shown)[] {
		const pieces: (string | Shown)[] = [];
		this.addTo(pieces);
		return pieces;
	}

	/** Everything in it as the text of a file. */
	get text(): string {
		return this.pieces.map(textOf).join('');
	}

	private addTo(pieces: (string | Shown)[]): void {
		for (const part of this.parts) {
			if (part instanceof Html) part.addTo(pieces);
			else pieces.push(part);
		}
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
	const parts: (string | Shown | Html)[] = [strings[0] ?? ''];
	for (const [index, value] of values.entries()) {
		parts.push(value instanceof Html ? value : { shown: String(value) }, strings[index + 1] ?? '');
	}
	return new Html(parts);
}

/** A style of our own: nothing in it comes from elsewhere. */
export function styleElement(css: string): Html {
	return new Html([`<style>${css}</style>`]);
}

export function joined(parts: readonly Html[]): Html {
	return new Html(parts);
}

function textOf(part: string | Shown): string {
	if (typeof part === 'string') return part;
	return part.shown.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
}
