import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeNew, writeWhole } from '../savedFiles';
import { type Manifest, manifestIn, type ManifestContent, manifestText } from './manifest';
import type { Signer } from './signature';
import { digestOf, jsonIn, readOwn, refused, SHA256 } from './ownFiles';

/** The newest manifest, so that it is noticed when it is gone. */
export const HEAD_FILE = 'head.json';
const MANIFEST_FILE = /^(\d{8})\.json$/;

/** A manifest as it lies in the folder. */
export interface ChainedManifest extends Manifest {
	readonly name: string;
	readonly sha256: string;
}

const HEAD = z.object({
	number: z.number().int().positive(),
	sha256: SHA256,
});
export type Head = Readonly<z.output<typeof HEAD>>;

export function numberIn(name: string): number | undefined {
	const digits = MANIFEST_FILE.exec(name)?.[1];
	return digits === undefined ? undefined : Number(digits);
}

export function nameOfManifest(number: number): string {
	return `${String(number).padStart(8, '0')}.json`;
}

/**
 * The manifests of a folder in one order, whichever processes write them: each holds the digest of the one
 * before. There is no lock that a crash could leave: a number belongs to the process that creates its
 * file, and another one takes the next number. See docs/decisions/archive-chain.md
 */
export class Chain {
	private readonly known: ChainedManifest[] = [];

	/** @param signer of manifests that are added. */
	constructor(
		private readonly path: string,
		private readonly signer: Signer | null = null,
	) {}

	/** All of them, oldest first. @throws UnexpectedAnswerError for one that does not continue the one before. */
	async all(): Promise<readonly ChainedManifest[]> {
		const { known } = this;
		const numbers = (await readdir(this.path)).map(numberIn);
		const last = Math.max(0, ...numbers.filter((number) => number !== undefined));
		if (last === known.length) return [...known];
		for (let number = known.length + 1; number <= last; number++) {
			const name = nameOfManifest(number);
			const bytes = await readOwn(this.path, name);
			// Another question has read it meanwhile.
			if (known.length >= number) continue;
			const manifest = manifestIn(name, bytes);
			const before = known.at(-1)?.sha256 ?? null;
			if (manifest.number !== number || manifest.before !== before) {
				throw refused(`${name} does not continue the manifest before it`);
			}
			known.push({ ...manifest, name, sha256: digestOf(bytes) });
		}
		const head = await headOf(this.path);
		const newest = known[(head?.number ?? 0) - 1];
		if (newest && newest.sha256 !== head?.sha256) {
			throw refused(`${newest.name} is not as ${HEAD_FILE} has it`);
		}
		// A copy: it grows while the caller waits for something else.
		return [...known];
	}

	/**
	 * The same for what is written or removed by them: none may be missing that there was.
	 * @throws UnexpectedAnswerError also when the newest one is missing, or its name was edited.
	 */
	async whole(): Promise<readonly ChainedManifest[]> {
		// In this order: another process adds a manifest first, and then its name.
		const isNamed = await lstat(join(this.path, HEAD_FILE)).catch(() => undefined);
		const head = await headOf(this.path);
		if (isNamed && !head) throw refused(`${HEAD_FILE} is not as it was written`);
		const all = await this.all();
		if (head && head.number > all.length) {
			throw refused(`${nameOfManifest(head.number)} is missing, which ${HEAD_FILE} names`);
		}
		return all;
	}

	/** Adds what `make` gives for the manifests so far, if anything. @returns whether it was added. */
	async append(
		make: (all: readonly ChainedManifest[]) => ManifestContent | null,
	): Promise<boolean> {
		for (;;) {
			const all = await this.whole();
			const content = make(all);
			if (content === null) return false;
			const last = all.at(-1);
			// So that only the newest one can be without it, whenever a process is killed.
			if (last) await this.advance(last);
			const number = all.length + 1;
			const bytes = Buffer.from(manifestText(number, last?.sha256 ?? null, content, this.signer));
			if (!(await writeNew(this.path, nameOfManifest(number), bytes))) continue;
			await this.advance({ number, sha256: digestOf(bytes) });
			return true;
		}
	}

	/** Names the newest manifest, where a process was killed before it did. */
	async settle(): Promise<void> {
		const last = (await this.whole()).at(-1);
		if (last) await this.advance(last);
	}

	private async advance({ number, sha256 }: Head): Promise<void> {
		const head = await headOf(this.path);
		if (head && head.number >= number) return;
		const text = Buffer.from(headText({ number, sha256 }));
		await writeWhole(this.path, HEAD_FILE, text, new AbortController().signal);
	}
}

function headText({ number, sha256 }: Head): string {
	return `${JSON.stringify({ number, sha256 })}\n`;
}

/** Undefined when there is none, or one that is not as it is written here: other blanks are an edit, too. */
export async function headOf(path: string): Promise<Head | undefined> {
	const bytes = await readOwn(path, HEAD_FILE).catch(() => new Uint8Array());
	const head = HEAD.safeParse(jsonIn(bytes)).data;
	return head && Buffer.from(headText(head)).equals(bytes) ? head : undefined;
}
