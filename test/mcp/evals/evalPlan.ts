/** One question of evals.json. */
export interface Eval {
	readonly id: string;
	readonly question: string;
	readonly paraphrases: readonly string[];
	/** The tool that should be found. */
	readonly tool: string;
	readonly plan: readonly Step[];
	readonly answer: { readonly path: string; readonly as: string };
	readonly max_calls: number;
	readonly max_chars: number;
}

interface Step {
	readonly tool: string;
	/** `{ "$": "candidates[0].record" }` points into the previous result. */
	readonly args: Readonly<Record<string, unknown>>;
	/** Follows next_cursor to the end; the result then has the entries of all pages. */
	readonly follow?: boolean;
	/** Must be refused with a text that contains this word. */
	readonly fails?: string;
}

export type Call = (
	tool: string,
	args: Record<string, unknown>,
) => Promise<{ isError: boolean; text: string; result: Record<string, unknown> }>;

/** Does what a model would that follows the texts, and reads the answer from the last result. */
export async function executed({ plan, answer, max_calls }: Eval, call: Call): Promise<unknown> {
	let result: Record<string, unknown> = {};
	let calls = 0;
	for (const { tool, args, follow, fails } of plan) {
		const resolved = Object.fromEntries(
			Object.entries(args).map(([key, value]) => [key, resolvedValue(value, result)]),
		);
		const entries: unknown[] = [];
		let cursor: unknown;
		do {
			const response = await call(tool, cursor === undefined ? resolved : { ...resolved, cursor });
			calls++;
			if (response.isError !== (fails !== undefined)) throw new Error(response.text);
			if (fails !== undefined && !response.text.includes(fails)) {
				throw new Error(`"${fails}" is not in: ${response.text}`);
			}
			if (response.isError) break;
			result = response.result;
			entries.push(...((result['entries'] ?? []) as unknown[]));
			cursor = follow ? result['next_cursor'] : undefined;
		} while (cursor !== undefined && calls <= max_calls);
		if (follow) result = { ...result, entries };
	}
	return shaped(valueAt(result, answer.path), answer.as);
}

function resolvedValue(value: unknown, result: unknown): unknown {
	const path = (value as { $?: string } | null)?.$;
	return path === undefined ? value : valueAt(result, path);
}

/** `entries[].changes[field=Stage].new`, `groups[0].key.user`, `groups[key.user=null].count` */
function valueAt(root: unknown, path: string): unknown {
	const parts = path.match(/[^.[\]]+(?=[.[]|$)|\[[^\]]*\]/g) ?? [];
	let values: unknown[] = [root];
	let isMany = false;
	for (const part of parts) {
		const inside = /^\[(.*)\]$/.exec(part)?.[1];
		if (inside === undefined) {
			values = values.map((value) => (value as Record<string, unknown> | undefined)?.[part]);
			continue;
		}
		const lists = values.map((value) => (value ?? []) as unknown[]);
		const [, key, expected] = /^(.*)=(.*)$/.exec(inside) ?? [];
		if (key !== undefined) {
			values = lists.flat().filter((item) => String(valueAt(item, key)) === expected);
			// Every match counts.
		} else if (inside === '') {
			values = lists.flat();
			isMany = true;
		} else {
			values = lists.map((list) => list[Number(inside)]);
		}
	}
	return isMany ? values.filter((value) => value !== undefined) : values[0];
}

function shaped(value: unknown, as: string): unknown {
	const [how, what = ''] = as.split(':');
	switch (how) {
		case 'set':
			return [...new Set(value as unknown[])].sort();
		case 'bag':
			return [...(value as unknown[])].sort();
		case 'count':
			return (value as unknown[]).length;
		case 'mentions':
			return JSON.stringify(value).includes(what);
		case 'nonempty':
			return Array.isArray(value) && value.length > 0;
		case 'oneof':
			return what.split(',').includes(String(value));
		case 'pairs':
			return Object.fromEntries(
				(value as { key: Record<string, string>; count: number }[]).map(({ key, count }) => [
					String(key[what]),
					count,
				]),
			);
		default:
			return value;
	}
}
