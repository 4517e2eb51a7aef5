import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ArchiveFolder } from '../../../../mcp/archive/folder/archiveFolder';
import { verifyFolder } from '../../../../mcp/archive/folder/verifyFolder';
import { verify } from '../../../../mcp/commands/verify';
import { readConfig } from '../../../../mcp/config/config';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'archive-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LIMIT = Date.parse('2026-05-23T00:00:00Z');
const csv = (id: number) => ({
	name: 'a.csv',
	bytes: Buffer.from(`Done By,Audited Time\nAna,day ${id}\n`),
});

test('manifests that were not signed with the key are named, also when their digests agree', async () => {
	const [own, other] = [0, 1].map(() => generateKeyPairSync('ed25519'));
	if (!own || !other) throw new Error('no keys');
	const facts = { createdById: '1', criteria: null, startedAt: '2026-05-22T00:00:00Z' };
	const signed = await ArchiveFolder.open(folder, 'write', own.privateKey);
	await signed.keep({ ...facts, id: '100', files: [csv(100)] });
	await signed.keep({ ...facts, id: '101', files: [csv(101)] });
	expect((await verifyFolder(folder, own.publicKey)).findings).toEqual([]);
	expect((await verifyFolder(folder, other.publicKey)).findings).toEqual([
		'00000001.json is not signed with that key.',
		'00000002.json is not signed with that key.',
	]);
	// Whoever has no key can make manifests that agree with each other.
	const unsigned = await ArchiveFolder.open(folder, 'write');
	await unsigned.removeBefore(LIMIT, 'nobody asked for it', LIMIT);
	expect((await verifyFolder(folder)).findings).toEqual([]);
	expect((await verifyFolder(folder, own.publicKey)).findings).toEqual([
		'00000003.json is not signed with that key.',
	]);
	const pem = (key: KeyObject): string => key.export({ format: 'pem', type: 'spki' }).toString();
	writeFileSync(`${folder}.pem`, pem(own.publicKey));
	const lines: string[] = [];
	expect(await verify([folder, `${folder}.pem`], (line) => lines.push(line))).toBe(1);
	const read = () => readConfig({ ZOHO_AUDIT_SIGNING_KEY: `${folder}.pem` });
	// A public key signs nothing.
	expect(read).toThrow();
	writeFileSync(
		`${folder}.pem`,
		own.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
	);
	expect(read().signingKey?.asymmetricKeyType).toBe('ed25519');
	writeFileSync(`${folder}.pem`, 'no key');
	expect(await verify([folder, `${folder}.pem`], (line) => lines.push(line))).toBe(2);
	rmSync(`${folder}.pem`);
	expect(lines).toContain('00000003.json is not signed with that key.');
});
