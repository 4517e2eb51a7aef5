import { type Html, markup } from '../markup';

export interface Picture {
	/** Of the page, without spaces. */
	readonly id: string;
	readonly title: string;
	/** What it shows, in a sentence, for who hears it. */
	readonly description: string;
	readonly width: number;
	readonly height: number;
	readonly content: Html;
}

/** An SVG that scales with the page, and scrolls where the page is too narrow for its letters. */
export function picture({ id, title, description, width, height, content }: Picture): Html {
	return markup`<div class="scroll" role="region" aria-label="${title}" tabindex="0"><svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${title}</title><desc id="${id}-d">${description}</desc>${content}</svg></div>`;
}

/** Rounded to what is visible. */
export function at(value: number): string {
	return String(Math.round(value * 10) / 10);
}
