import type { KeyObject } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AuditLogError } from '../../../shared/errors';
import { partialIn } from '../savedFiles';
import { HEAD_FILE, headOf, nameOfManifest, numberIn } from './chain';
import { NAMES_FILE, namesIn } from './keptNames';
import { keptAfter, type Manifest, manifestIn } from './manifest';
import { filesNamedIn, namesUnknownIn } from './orphans';
import { isSigned } from './signature';
import { digestOf, digestOfOwn, readOwn, type StoredFile } from './ownFiles';
import { otherVersionRemarks, notComparedRemark } from './statedPart';

/** Missing numbers are named one by one up to so many. */
const MAX_NAMED = 20;

/** What a look at every file of an archive found. */
export interface FolderCheck {
	/** One sentence for each file that was edited, swapped, removed or added. */
	readonly findings: string[];
	/** What is no fault: a process was killed, or is writing now. */
	readonly remarks: string[];
	readonly exports: number;
	readonly files: number;
	/** The newest manifest; what comes before it follows from its digest. */
	readonly newest: { readonly name: string; readonly sha256: string } | null;
}

interface Read {
	readonly number: number;
	readonly name: string;
	readonly sha256: string;
	/** Undefined for anything that is not a manifest. */
	readonly manifest: Manifest | undefined;
}

/** Compares every file of an archive with the manifests, and these with each other and with the newest. */
/** @param key with which all manifests have to be signed. */
export async function verifyFolder(folder: string, key?: KeyObject): Promise<FolderCheck> {
	return await new FolderVerifier(resolve(folder), key).check();
}

class FolderVerifier {
	private readonly findings: string[] = [];
	private readonly remarks: string[] = [];
	private readonly known = new Set<string>();

	constructor(
		private readonly path: string,
		private readonly key: KeyObject | undefined,
	) {}

	async check(): Promise<FolderCheck> {
		const { findings, remarks } = this;
		const names = (await readdir(this.path)).sort();
		const all = await this.manifests(names);
		await this.compareChain(all, names);
		const manifests = all.flatMap(({ manifest }) => manifest ?? []);
		const { exports, parts } = keptAfter(manifests);
		const files = filesNamedIn(manifests);
		for (const file of files) await this.compareFile(file);
		await this.compareOlder(all, names);
		if (names.includes(NAMES_FILE)) await this.finding(async () => await this.compareNames());
		this.remarks.push(...otherVersionRemarks([...parts.values()]));
		const unknown = namesUnknownIn(manifests);
		const whole = manifests.length === all.length;
		for (const name of names.filter((some) => !this.known.has(some))) {
			if (unknown.has(name)) this.remarks.push(notComparedRemark(name));
			else
				await this.other(name, whole ? 'is in no manifest' : 'is in no manifest that can be read');
		}
		const last = all.at(-1);
		const newest = last ? { name: last.name, sha256: last.sha256 } : null;
		return { findings, remarks, exports: exports.size, files: files.length, newest };
	}

	private async manifests(names: readonly string[]): Promise<Read[]> {
		const all: Read[] = [];
		for (const name of names) {
			const number = numberIn(name);
			if (number === undefined) continue;
			this.known.add(name);
			await this.finding(async () => {
				const bytes = await readOwn(this.path, name);
				const read = { number, name, sha256: digestOf(bytes) };
				// It is counted all the same: what comes after it holds its digest.
				const at = all.push({ ...read, manifest: undefined }) - 1;
				all[at] = { ...read, manifest: manifestIn(name, bytes) };
				if (this.key && !isSigned(bytes, this.key)) {
					this.findings.push(`${name} is not signed with that key.`);
				}
			});
		}
		return all;
	}

	/** From the newest manifest back: each one that is as it was says how the one before was. */
	private async compareChain(all: readonly Read[], names: readonly string[]): Promise<void> {
		const last = all.at(-1)?.number ?? 0;
		const head = await headOf(this.path);
		if (names.includes(HEAD_FILE)) this.known.add(HEAD_FILE);
		// The first manifest may be without it, when a process is killed.
		if (!head && (last > 1 || names.includes(HEAD_FILE))) {
			this.findings.push(`${HEAD_FILE} is missing, or cannot be read.`);
		}
		if (head && head.number < last) {
			this.remarks.push(`${HEAD_FILE} ends with ${nameOfManifest(head.number)}.`);
		}
		const byNumber = new Map(all.map((read) => [read.number, read]));
		const missing: string[] = [];
		let expected: string | null | undefined;
		for (let number = Math.max(last, head?.number ?? 0); number > 0; number--) {
			const name = nameOfManifest(number);
			if (number === head?.number) {
				const found = byNumber.get(number)?.sha256;
				if (found !== undefined && found !== head.sha256) {
					this.findings.push(`${name} is not as ${HEAD_FILE} has it: one of them was edited.`);
				}
			}
			const read = byNumber.get(number);
			if (!read) missing.push(name);
			const isAsItWas = expected === undefined || read?.sha256 === expected;
			if (read && !isAsItWas) {
				this.findings.push(
					`${name} is not as ${nameOfManifest(number + 1)} has it: it was edited.`,
				);
			}
			const { manifest } = read ?? {};
			if (manifest && manifest.number !== number) {
				this.findings.push(`${name} says that it is ${nameOfManifest(manifest.number)}.`);
			}
			expected = isAsItWas ? manifest?.before : undefined;
			if (number === 1 && isAsItWas && manifest && manifest.before !== null) {
				this.findings.push(`${name} has a manifest before it, which is missing.`);
			}
		}
		const named = missing.reverse().slice(0, MAX_NAMED).join(', ');
		const more = missing.length > MAX_NAMED ? ` and ${missing.length - MAX_NAMED} more` : '';
		if (named !== '') this.findings.push(`Missing: ${named}${more}.`);
	}

	private async compareFile({ stored, sha256 }: StoredFile): Promise<void> {
		this.known.add(stored);
		await this.finding(async () => {
			if ((await digestOfOwn(this.path, stored)) !== sha256) {
				this.findings.push(`${stored} is not as its manifest has it.`);
			}
		});
	}

	/** Of what was removed on purpose, and of parts that newer ones have taken the place of, what is still there. */
	private async compareOlder(all: readonly Read[], names: readonly string[]): Promise<void> {
		for (const { name, manifest } of all) {
			const { export: one, part, removed, unknown } = manifest ?? {};
			if (removed) {
				const { export_ids: ids, at, before, why } = removed;
				this.remarks.push(
					`${name}: ${ids.length} exports with nothing since ${before} were removed at ${at} (${why}).`,
				);
			}
			const ofParts = [...(part?.files ?? []), ...(unknown?.files ?? [])];
			const named: readonly StoredFile[] = [...(one?.files ?? []), ...ofParts];
			for (const file of named) {
				const isLeft = names.includes(file.stored) && !this.known.has(file.stored);
				if (!isLeft) continue;
				await this.compareFile(file);
				if (one) this.remarks.push(`${file.stored} is to be removed, and is still there.`);
			}
		}
	}

	private async compareNames(): Promise<void> {
		this.known.add(NAMES_FILE);
		namesIn(await readOwn(this.path, NAMES_FILE));
	}

	/** Neither a manifest nor named by one. */
	private async other(name: string, why: string): Promise<void> {
		const isFile = (await lstat(`${this.path}/${name}`).catch(() => null))?.isFile() ?? false;
		if (isFile && partialIn(name)) this.remarks.push(`${name} is being written, or was left.`);
		else this.findings.push(`${name} ${why}.`);
	}

	/** What cannot be read is a finding. */
	private async finding(compare: () => Promise<void>): Promise<void> {
		try {
			await compare();
		} catch (error) {
			if (!(error instanceof AuditLogError)) throw error;
			this.findings.push(error.message.replace(/^The archive is not read: /, ''));
		}
	}
}
