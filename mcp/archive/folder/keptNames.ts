import { readdir } from 'node:fs/promises';
import { z } from 'zod';
import { writeWhole } from '../savedFiles';
import { digestOf, jsonIn, readOwn, refused } from './ownFiles';

export const NAMES_FILE = 'names.json';

const NAME = z.object({ status: z.number(), text: z.string() });
const NAMES = z.record(z.string(), NAME);
/** With a digest of its own, because it changes and is in no manifest. */
const FILE = z.object({ sha256: z.string(), names: NAMES });

/** Zoho's answer to a question for names, as it was last. */
export type KeptName = z.output<typeof NAME>;

/** Zoho's answers about users, modules and the organization, in one file of the folder. */
export class KeptNames {
	private known: Map<string, KeptName> | undefined;

	constructor(private readonly path: string) {}

	async get(request: string): Promise<KeptName | undefined> {
		return (await this.all()).get(request);
	}

	async keep(request: string, answer: KeptName): Promise<void> {
		const all = await this.all();
		if (all.get(request)?.text === answer.text) return;
		all.set(request, answer);
		const names = Object.fromEntries(all);
		const text = JSON.stringify({ sha256: digestOfNames(names), names });
		await writeWhole(this.path, NAMES_FILE, Buffer.from(text), new AbortController().signal);
	}

	private async all(): Promise<Map<string, KeptName>> {
		if (this.known) return this.known;
		const exists = (await readdir(this.path)).includes(NAMES_FILE);
		const names = exists ? namesIn(await readOwn(this.path, NAMES_FILE)) : {};
		return (this.known ??= new Map(Object.entries(names)));
	}
}

/** @throws UnexpectedAnswerError when they are not as they were kept. */
export function namesIn(bytes: Uint8Array): Record<string, KeptName> {
	const { data } = FILE.safeParse(jsonIn(bytes));
	if (data && digestOfNames(data.names) === data.sha256) return data.names;
	throw refused(`${NAMES_FILE} is not as it was kept`);
}

function digestOfNames(names: Record<string, KeptName>): string {
	return digestOf(Buffer.from(JSON.stringify(names)));
}
