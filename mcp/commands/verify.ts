import type { KeyObject } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { manifestNames } from '../../shared/reading/answers/verifyAnswer';
import { verifyManifest } from '../../shared/reading/verifyManifest';
import { AuditLogError } from '../../shared/errors';
import { verifyFolder } from '../archive/folder/verifyFolder';
import { publicKeyIn } from '../config/ed25519';
import { fileProblem } from './fileProblem';
import { zlibGunzip } from '../archive/gunzip';
import { cleanText } from '../../shared/disclosure/cleanText';
import { sleep } from '../zoho/sleep';

/**
 * `verify MANIFEST FILE…`: compares archived files with the manifest made when they were downloaded,
 * without FILE those beside it;
 * `verify DIR [KEY]`: all files of the server's archive with its manifests, and these with a public key. Without Zoho and without a connection.
 * Returns the exit code: 0 when every file is there byte for byte, 1 when not, 2 when there is nothing to compare.
 */
export async function verify(
	paths: readonly string[],
	write: (line: string) => void,
): Promise<number> {
	// Names of files and of what is in them were chosen by others.
	const print = (line: string): void => write(cleanText(line, 2_000));
	const [manifest, ...files] = paths;
	try {
		if (manifest !== undefined && files.length <= 1 && statSync(manifest).isDirectory()) {
			const [keyFile] = files;
			const key = keyFile === undefined ? undefined : publicKeyIn(String(bytesOf(keyFile)));
			if (keyFile === undefined || key) return await verifyArchive(manifest, key, print);
			print(`${path.basename(keyFile)} is not an Ed25519 key in PEM.`);
			return 2;
		}
	} catch (error) {
		const problem = fileProblem(error);
		if (problem === undefined) throw error;
		print(problem);
		return 2;
	}
	if (manifest === undefined) {
		print(
			'Give a manifest and its files, a manifest whose files are beside it, or the folder of an archive: verify manifest.json AuditLog_001.zip',
		);
		return 2;
	}
	const host = { sleep, ticks: () => performance.now(), gunzip: zlibGunzip };
	try {
		const proof = bytesOf(manifest);
		const given = files.length > 0 ? files : filesBeside(manifest, proof);
		const archived = given.map((file) => ({ name: path.basename(file), bytes: bytesOf(file) }));
		const found = await verifyManifest(proof, archived, host);
		for (const finding of found.findings) print(finding);
		const refused =
			found.rows_refused === 0 ? '' : `; ${found.rows_refused} more could not be read, as then`;
		if (found.verified) print(`Verified: every file byte for byte, ${found.rows} rows${refused}.`);
		else if (found.same_rows) print(`Not verified; all ${found.rows} rows say what they said.`);
		else print('Not verified.');
		return found.verified ? 0 : 1;
	} catch (error) {
		const problem = error instanceof AuditLogError ? error.message : fileProblem(error);
		if (problem === undefined) throw error;
		print(problem);
		return 2;
	}
}

async function verifyArchive(
	folder: string,
	key: KeyObject | undefined,
	print: (line: string) => void,
): Promise<number> {
	const { findings, remarks, exports, files, newest } = await verifyFolder(folder, key);
	if (newest === null && findings.length === 0) {
		print(`There is no export in ${folder}.`);
		return 2;
	}
	for (const line of [...findings, ...remarks]) print(line);
	if (newest) print(`The newest manifest is ${newest.name}, SHA-256 ${newest.sha256}.`);
	const isVerified = findings.length === 0;
	print(
		isVerified
			? `Verified: ${exports} exports, ${files} files, byte for byte${key ? ', all manifests signed' : ''}.`
			: 'Not verified.',
	);
	return isVerified ? 0 : 1;
}

/** Files in the manifest's folder that it names, or that were saved for one of its exports. */
function filesBeside(manifest: string, proof: Uint8Array): string[] {
	const folder = path.dirname(manifest);
	const stated = manifestNames(proof);
	return readdirSync(folder)
		.filter(
			(name) => stated.names.has(name) || stated.ids.has(/^(\d+)-\d+\./.exec(name)?.[1] ?? ''),
		)
		.sort()
		.map((name) => path.join(folder, name));
}

function bytesOf(file: string): Uint8Array {
	return readFileSync(file);
}
