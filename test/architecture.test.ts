import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** What anything in `shared/` may import. */
const LEAVES = [
	'shared/errors.ts',
	'shared/folded.ts',
	'shared/durations.ts',
	'shared/period.ts',
	'shared/dataCenters.ts',
];

/** Who may import whom. A pattern ending in `/` is a folder, anything else one file or package. */
const WALLS: Readonly<Record<string, readonly string[]>> = {
	'shared/errors.ts': [],
	'shared/folded.ts': [],
	'shared/durations.ts': [],
	'shared/period.ts': [],
	'shared/dataCenters.ts': ['shared/errors.ts'],
	'shared/http/': ['shared/http/', ...LEAVES],
	'shared/org/': ['shared/org/', 'shared/http/', ...LEAVES],
	'shared/files/': ['shared/files/', ...LEAVES],
	'shared/dialect/': ['shared/dialect/', 'shared/files/', 'shared/org/', 'shared/http/', ...LEAVES],
	'shared/entries/': [
		...['shared/entries/', 'shared/dialect/', 'shared/files/', 'shared/org/', 'shared/http/'],
		...LEAVES,
	],
	'shared/exports/': [
		...['shared/exports/', 'shared/entries/', 'shared/dialect/', 'shared/files/', 'shared/org/'],
		...['shared/http/', 'shared/session.ts', ...LEAVES],
	],
	// What functions are handed: of the rooms above it only the types of what a host provides.
	'shared/session.ts': [
		...['shared/org/', 'shared/http/', ...LEAVES],
		...['shared/exports/downloadedExport.ts', 'shared/exports/exportCap.ts'],
		'shared/reading/rowMemory.ts',
	],
	'shared/reading/': [
		...['shared/reading/', 'shared/exports/', 'shared/entries/', 'shared/dialect/'],
		...['shared/files/', 'shared/org/', 'shared/http/', 'shared/session.ts', ...LEAVES],
	],
	'shared/alerts/': [
		...['shared/alerts/', 'shared/entries/', 'shared/dialect/', 'shared/org/', 'shared/http/'],
		...LEAVES,
	],
	'shared/auditLog/': ['shared/'],
	'shared/trigger/': ['shared/'],
	'shared/client.ts': ['shared/'],
	'nodes/': ['nodes/', 'shared/', 'n8n-workflow'],
	'credentials/': ['shared/dataCenters.ts', 'shared/http/crmApi.ts', 'n8n-workflow'],
	'mcp/commands/demo.ts': ['mcp/', 'shared/', 'test/zoho/', 'node:'],
	'mcp/commands/serve.ts': ['mcp/', 'shared/', 'node:', '@modelcontextprotocol/'],
	'mcp/server/factory.ts': ['mcp/', 'shared/', 'node:', 'zod', '@modelcontextprotocol/'],
	'mcp/server/http.ts': ['mcp/', 'shared/', 'node:', '@modelcontextprotocol/'],
	'mcp/zoho/exchange.ts': ['mcp/', 'shared/', 'node:', 'axios'],
	'mcp/': ['mcp/', 'shared/', 'node:', 'zod'],
	// A fake that shared our code would share our mistakes. Its own tests may look at anything.
	'test/zoho/': ['test/zoho/', 'adm-zip', 'node:', 'nock'],
};

const ROOT = path.join(__dirname, '..');

function sourceFiles(folder: string): string[] {
	return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
		.filter((file) => /\.ts$/.test(file) && !/node_modules|\.test\.ts$|\.d\.ts$/.test(file));
}

/** What a file imports: paths from the root with ending, or names of packages. */
function importsOf(file: string): string[] {
	const text = readFileSync(path.join(ROOT, file), 'utf8');
	return ts.preProcessFile(text).importedFiles.map(({ fileName }) => {
		if (!fileName.startsWith('.')) return fileName;
		const target = path.posix.join(path.posix.dirname(file), fileName);
		return /\.\w+$/.test(target) ? target : `${target}.ts`;
	});
}

function wallOf(file: string): readonly string[] {
	const walls = Object.keys(WALLS).filter((wall) => isUnder(file, wall));
	const closest = walls.sort((a, b) => b.length - a.length)[0];
	if (closest === undefined) throw new Error(`no wall around ${file}`);
	return WALLS[closest] ?? [];
}

function isUnder(file: string, place: string): boolean {
	return file === place || (/[/:]$/.test(place) && file.startsWith(place));
}

function isAllowed(target: string, places: readonly string[]): boolean {
	const folder = target.replace(/\.ts$/, '/index.ts');
	return places.some((place) => isUnder(target, place) || isUnder(folder, place));
}

const files = ['shared', 'nodes', 'credentials', 'mcp', 'test/zoho'].flatMap(sourceFiles);

test('there is a wall around every source file', () => {
	expect(files.length).toBeGreaterThan(60);
	for (const file of files) expect(() => wallOf(file)).not.toThrow();
});

test.each(files)('%s imports only what it may know', (file) => {
	const foreign = importsOf(file).filter((target) => !isAllowed(target, wallOf(file)));
	expect(foreign).toEqual([]);
});

test('a foreign import is seen', () => {
	expect(isAllowed('node:zlib', wallOf('shared/files/zip.ts'))).toBe(false);
	expect(isAllowed('n8n-workflow', wallOf('shared/client.ts'))).toBe(false);
	expect(isAllowed('mcp/server/app.ts', wallOf('nodes/ZohoCrmAuditLog/client.ts'))).toBe(false);
	expect(isAllowed('shared/http/json.ts', wallOf('test/zoho/zoho.ts'))).toBe(false);
});

test('adapters hold no rule about Zoho: none of its codes, none of its paths', () => {
	const rule =
		/['"`][^'"`]*(?:INVALID_TOKEN|SCOPE_MISMATCH|ALREADY_SCHEDULED|NO_CONTENT|settings\/audit_log_export)/;
	const adapters = files.filter((file) => /^(nodes|mcp)\//.test(file));
	const found = adapters.filter((file) => rule.test(readFileSync(path.join(ROOT, file), 'utf8')));
	expect(found).toEqual([]);
});
