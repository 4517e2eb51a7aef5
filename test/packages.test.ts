import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Packed, type PackedCopy, packed, packedNode, ROOT } from './packed';

const MINUTE = 60_000;

/** n8n's own gate for verified community nodes, the part that needs no published package. */
const SCAN = `
	import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
	const results = {};
	for (const [name, { folder, what }] of Object.entries(JSON.parse(process.argv[1]))) {
		const patterns = what === 'source' ? SOURCE_FILE_PATTERNS : ['**/*.js', 'package.json'];
		const { passed, message, details } = await analyzePackage(folder, patterns);
		results[name] = { passed, message, details };
	}
	console.log(JSON.stringify(results));
	process.exit(0);
`;

interface Scan {
	readonly folder: string;
	readonly what: 'source' | 'tarball';
}

/** One process for all: it takes longer to load than to scan. */
function scan<N extends string>(scans: Readonly<Record<N, Scan>>): Record<N, unknown> {
	const output = execFileSync(
		process.execPath,
		['--input-type=module', '--eval', SCAN, JSON.stringify(scans)],
		// n8n's lint rules behave otherwise under Jest's NODE_ENV.
		{ cwd: ROOT, encoding: 'utf8', env: { ...process.env, NODE_ENV: '' } },
	);
	return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}

/** The node as a release packs it: its manifest is not the one of the sources. */
function unpackedRelease(folder: string): string {
	const release = path.join(folder, 'release');
	const script = path.join(ROOT, '.ci/pack.mjs');
	execFileSync(process.execPath, [script, 'some-owner/some-name', release, '--packages']);
	const tarball = readdirSync(release).find((name) => name.startsWith('n8n-nodes-')) ?? '';
	execFileSync('tar', ['xzf', path.join(release, tarball), '-C', folder]);
	return path.join(folder, 'package');
}

describe('the node package', () => {
	let node: Packed;
	beforeAll(() => void (node = packedNode()), MINUTE);

	test('has no dependencies and runs no script on installation', () => {
		expect(node.manifest['dependencies'] ?? {}).toEqual({});
		expect(node.manifest['optionalDependencies'] ?? {}).toEqual({});
		const scripts = Object.keys(node.manifest['scripts'] ?? {});
		expect(scripts.filter((name) => /install|prepare|prepublish/.test(name))).toEqual([]);
	});

	test('holds what n8n loads, the licence and the README, and nothing else', () => {
		const foreign = node.files.filter(
			(file) =>
				!/^dist\/(nodes|credentials|shared)\/[\w/.]+\.(js|json|svg)$/.test(file) &&
				!['package.json', 'README.md', 'LICENSE'].includes(file),
		);
		expect(foreign).toEqual([]);
		const n8n = node.manifest['n8n'] as { nodes: string[]; credentials: string[] };
		for (const file of [...n8n.nodes, ...n8n.credentials]) expect(node.files).toContain(file);
		expect(node.files).toContain('dist/nodes/ZohoCrmAuditLog/ZohoCrmAuditLog.node.json');
		expect(node.files).toContain('dist/nodes/ZohoCrmAuditLog/zohoCrmAuditLog.dark.svg');
	});

	describe("n8n's scanner", () => {
		let scanned: Record<'source' | 'released' | 'forbidden', unknown>;

		beforeAll(() => {
			const folder = mkdtempSync(path.join(tmpdir(), 'scanned-'));
			const released = unpackedRelease(folder);
			const forbidden = path.join(folder, 'forbidden');
			cpSync(released, forbidden, { recursive: true });
			const line = 'setTimeout(() => process.exit(), 1);\n';
			appendFileSync(path.join(forbidden, 'dist/shared/errors.js'), line);
			scanned = scan({
				source: { folder: ROOT, what: 'source' },
				released: { folder: released, what: 'tarball' },
				forbidden: { folder: forbidden, what: 'tarball' },
			});
			rmSync(folder, { recursive: true });
		}, MINUTE);

		test.each(['source', 'released'] as const)('finds nothing in the %s package', (what) => {
			expect(scanned[what]).toEqual({ passed: true });
		});

		test('sees what it forbids', () => {
			expect(scanned.forbidden).toMatchObject({ passed: false });
		});
	});
});

describe('the server package', () => {
	let server: PackedCopy;
	beforeAll(() => void (server = packed(path.join(ROOT, 'dist/mcp'))), MINUTE);
	afterAll(() => server.remove());

	test('is one file, the demo and the database, which are not loaded before they are needed', () => {
		const wanted = /^\d[\d.]*-r\.\d$/;
		expect(server.manifest['dependencies']).toEqual({
			'@duckdb/node-api': expect.stringMatching(wanted),
		});
		expect(server.manifest['private']).toBeUndefined();
		expect(server.files).toEqual(
			[
				...['LICENSE', 'README.md', 'THIRD_PARTY_LICENSES', 'cli.js', 'demo.js', 'package.json'],
				...['server.json', 'manifest.json'],
			].sort(),
		);
		const version = execFileSync(process.execPath, [path.join(server.dir, 'cli.js'), '--version'], {
			cwd: server.dir,
			encoding: 'utf8',
		});
		expect(version.trim()).toBe(server.manifest['version']);
	});
});
