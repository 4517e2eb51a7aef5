import { type Html, joined, markup } from '../markup';

export interface Picture {
	/** Of the page, without spaces. */
	readonly id: string;
	readonly title: string;
	/** What it shows, in a sentence, for who hears it. */
	readonly description: string;
	readonly width: number;
	readonly height: number;
	readonly content: Html;
	/** Parts of it that can be chosen, for pages that answer; above all else that is drawn. */
	readonly targets?: readonly Target[] | undefined;
}

/** A part of a picture that a page lets people choose. */
export interface Target {
	/** What the page knows it by. */
	readonly key: string;
	readonly label: string;
	readonly isChosen: boolean;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** Which parts of a picture can be chosen, and which are. */
export interface Choice {
	/** What keys begin with. */
	readonly prefix: string;
	readonly chosen: string | null;
}

/** An SVG that scales with the page, and scrolls where the page is too narrow for its letters. */
export function picture({
	id,
	title,
	description,
	width,
	height,
	content,
	targets = [],
}: Picture): Html {
	// What is inside an image is not read out, and what can be chosen must be.
	const role = targets.length > 0 ? 'group' : 'img';
	const buttons = targets.map(targetIn);
	// Their names say all that is drawn.
	const drawn = targets.length > 0 ? markup`<g aria-hidden="true">${content}</g>` : content;
	return markup`<div class="scroll" role="region" aria-label="${title}" tabindex="0"><svg viewBox="0 0 ${width} ${height}" role="${role}" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${title}</title><desc id="${id}-d">${description}</desc>${drawn}${joined(buttons)}</svg></div>`;
}

function targetIn(target: Target, index: number): Html {
	const { key, label, isChosen, x, y, width, height } = target;
	// One of them is reached by Tab; the page moves between them.
	return markup`<rect class="target" role="button" tabindex="${index === 0 ? 0 : -1}" data-pick="${key}" aria-pressed="${String(isChosen)}" aria-label="${label}" x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}"/>`;
}

/** Rounded to what is visible. */
export function at(value: number): string {
	return String(Math.round(value * 10) / 10);
}
