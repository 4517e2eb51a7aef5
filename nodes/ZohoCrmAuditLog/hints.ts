/** Items that are named before the others are only counted. */
const MAX_NAMED = 5;

/** What differs between sentences of one kind: quoted words, numbers, times. */
const VALUES = /"[^"]*"|\d[\d.,:TZ+-]*/g;

/** Hints of a run, one for each kind, with the input items it is about. */
export class Hints {
	private readonly kinds = new Map<
		string,
		{ readonly message: string; readonly items: number[] }
	>();

	add(message: string, item: number): void {
		const kind = message.replace(VALUES, '#');
		const known = this.kinds.get(kind);
		if (!known) this.kinds.set(kind, { message, items: [item] });
		else if (!known.items.includes(item)) known.items.push(item);
	}

	/** Sentences; a run with one input item needs no numbers. */
	messages(inputs: number): string[] {
		return [...this.kinds.values()].map(({ message, items }) =>
			inputs > 1 ? `${message} (${itemsText(items)})` : message,
		);
	}
}

function itemsText(items: readonly number[]): string {
	const named = items.slice(0, MAX_NAMED).join(', ');
	if (items.length === 1) return `item ${named}`;
	return items.length > MAX_NAMED ? `${items.length} items: ${named} …` : `items ${named}`;
}
