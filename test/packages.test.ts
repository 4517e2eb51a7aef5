import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type PackedCopy, packed, ROOT } from './packed';

const MINUTE = 60_000;

/** n8n's own gate for verified community nodes, the part that needs no published package. */
const SCAN = `
	import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
	const [, folder, what] = process.argv;
	const patterns = what === 'source' ? SOURCE_FILE_PATTERNS : ['**/*.js', 'package.json'];
	const { passed, message, details } = await analyzePackage(folder, patterns);
	console.log(JSON.stringify({ passed, message, details }));
	process.exit(0);
`;

function scan(folder: string, what: 'source' | 'tarball'): unknown {
	const output = execFileSync(
		process.execPath,
		['--input-type=module', '--eval', SCAN, folder, what],
		// n8n's lint rules behave otherwise under Jest's NODE_ENV.
		{ cwd: ROOT, encoding: 'utf8', env: { ...process.env, NODE_ENV: '' } },
	);
	return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}

describe('the node package', () => {
	let node: PackedCopy;
	beforeAll(() => void (node = packed(ROOT)), MINUTE);
	afterAll(() => node.remove());

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

	test.each(['source', 'tarball'] as const)(
		"n8n's scanner finds nothing in the %s",
		(what) => {
			expect(scan(what === 'source' ? ROOT : node.dir, what)).toEqual({ passed: true });
		},
		MINUTE,
	);

	test(
		"n8n's scanner sees what it forbids",
		() => {
			const file = path.join(node.dir, 'dist/shared/errors.js');
			const text = readFileSync(file, 'utf8');
			writeFileSync(file, `${text}\nsetTimeout(() => process.exit(), 1);\n`);
			const seen = scan(node.dir, 'tarball');
			writeFileSync(file, text);
			expect(seen).toMatchObject({ passed: false });
		},
		MINUTE,
	);
});

describe('the server package', () => {
	let server: PackedCopy;
	beforeAll(() => void (server = packed(path.join(ROOT, 'dist/mcp'))), MINUTE);
	afterAll(() => server.remove());

	test('is one file that runs alone, with the texts that belong to it', () => {
		expect(server.manifest['dependencies'] ?? {}).toEqual({});
		expect(server.manifest['private']).toBeUndefined();
		expect(server.files).toEqual(
			[
				...['LICENSE', 'README.md', 'THIRD_PARTY_LICENSES', 'cli.js', 'package.json'],
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
