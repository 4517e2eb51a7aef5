import { type Html, joined, markup } from './markup';

export type Cell = Html | string | number;

export interface Column {
	readonly title: string;
	readonly isNumber?: boolean;
}

/** A table with a scrollable frame, for screens that are narrower than it. */
export function table(
	caption: string,
	columns: readonly Column[],
	rows: readonly (readonly Cell[])[],
): Html {
	const head = columns.map(
		({ title, isNumber }) => markup`<th scope="col"${classOf(isNumber)}>${title}</th>`,
	);
	const body = rows.map((row) => {
		const cells = row.map((cell, index) =>
			index === 0
				? markup`<th scope="row">${cell}</th>`
				: markup`<td${classOf(columns[index]?.isNumber)}>${cell}</td>`,
		);
		return markup`<tr>${joined(cells)}</tr>
`;
	});
	return markup`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption><thead><tr>${joined(head)}</tr></thead><tbody>${joined(body)}</tbody></table></div>`;
}

/** The numbers of a picture, for who cannot see it or wants them exactly. */
export function tableUnder(
	caption: string,
	columns: readonly Column[],
	rows: readonly (readonly Cell[])[],
): Html {
	return markup`<details><summary>Numbers as a table</summary>${table(caption, columns, rows)}</details>`;
}

/** A name that others typed: in whatever script, it orders nothing around it. */
export function name(text: string): Html {
	return markup`<bdi dir="auto">${text}</bdi>`;
}

/** Letters and digits of scripts that are written from right to left. */
const RIGHT_TO_LEFT =
	'\\p{Script=Arabic}\\p{Script=Hebrew}\\p{Script=Syriac}\\p{Script=Thaana}\\p{Script=Nko}\\p{Script=Adlam}٠-٩۰-۹';
const RUN = new RegExp(
	`([${RIGHT_TO_LEFT}](?:[${RIGHT_TO_LEFT}\\p{M}\\p{N}\\s.'’"״׳־–-]*[${RIGHT_TO_LEFT}\\p{M}])?)`,
	'u',
);

/**
 * A sentence of ours, in which names may be that others typed: it reads from left to right whatever it begins
 * with, and neither a number nor the arrow from old to new moves to the other side of a name.
 */
export function sentence(text: string): Html {
	const parts = text.split(RUN);
	const pieces = parts.map((part, index) => (index % 2 === 0 ? markup`${part}` : name(part)));
	return markup`<bdi dir="ltr">${joined(pieces)}</bdi>`;
}

function classOf(isNumber: boolean | undefined): Html {
	return isNumber ? markup` class="n"` : markup``;
}
