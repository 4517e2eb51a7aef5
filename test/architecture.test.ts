import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** The rooms of `shared/`, the highest first. Each imports itself and those below it. */
const RANKS: readonly (readonly string[])[] = [
	['shared/client.ts'],
	['shared/trigger/'],
	['shared/auditLog/'],
	['shared/report/'],
	['shared/review/'],
	['shared/recycleBin/'],
	['shared/disclosure/'],
	['shared/reading/', 'shared/alerts/'],
	['shared/exports/'],
	['shared/session.ts'],
	['shared/entries/'],
	['shared/dialect/'],
	['shared/files/', 'shared/org/'],
	['shared/http/'],
	['shared/dataCenters.ts'],
	['shared/spelling.ts'],
	[
		'shared/errors.ts',
		'shared/folded.ts',
		'shared/durations.ts',
		'shared/period.ts',
		'shared/ticks.ts',
	],
];

/** The rooms of `mcp/` in the same way. */
const MCP_RANKS: readonly (readonly string[])[] = [
	['mcp/cli.ts'],
	['mcp/commands/'],
	['mcp/liveCheck/'],
	['mcp/server/'],
	['mcp/view/'],
	['mcp/tools/'],
	['mcp/questions/'],
	['mcp/archive/', 'mcp/zoho/'],
	['mcp/config/'],
	['mcp/log.ts'],
];

/** Types of what a host provides, which the session hands on. */
const PORTS = ['shared/exports/downloadedExport.ts', 'shared/exports/exportCap.ts'];

/** Who may import whom. A pattern ending in `/` is a folder, anything else one file or package. */
const WALLS: Readonly<Record<string, readonly string[]>> = {
	...Object.fromEntries(RANKS.flat().map((room) => [room, withBelow(room, RANKS)])),
	...Object.fromEntries(MCP_RANKS.flat().map((room) => [room, inMcp(room)])),
	'shared/session.ts': [...RANKS.slice(10).flat(), ...PORTS],
	'nodes/': ['nodes/', 'shared/', 'n8n-workflow'],
	'credentials/': ['shared/dataCenters.ts', 'shared/http/crmApi.ts', 'n8n-workflow'],
	'mcp/cli.ts': [...inMcp('mcp/cli.ts'), 'mcp/package.json'],
	'mcp/commands/demo.ts': [...inMcp('mcp/commands/'), 'test/zoho/'],
	'mcp/commands/serve.ts': [...inMcp('mcp/commands/'), '@modelcontextprotocol/'],
	// It runs in a browser.
	'mcp/view/': ['mcp/view/', 'shared/'],
	...Object.fromEntries(
		['factory', 'http', 'prompts', 'resources', 'tools', 'view', 'viewSession'].map((name) => [
			`mcp/server/${name}.ts`,
			[...inMcp('mcp/server/'), '@modelcontextprotocol/'],
		]),
	),
	'mcp/zoho/exchange.ts': [...inMcp('mcp/zoho/'), 'axios'],
	'mcp/zoho/proxy.ts': [...inMcp('mcp/zoho/'), 'https-proxy-agent', 'proxy-from-env'],
	'mcp/archive/': [...inMcp('mcp/archive/'), '@duckdb/node-api'],
	// A fake that shared our code would share our mistakes. Its own tests may look at anything.
	'test/zoho/': ['test/zoho/', 'adm-zip', 'node:', 'nock'],
};

function withBelow(room: string, ranks: readonly (readonly string[])[]): string[] {
	const rank = ranks.findIndex((rooms) => rooms.includes(room));
	return [room, ...ranks.slice(rank + 1).flat()];
}

function inMcp(room: string): string[] {
	return [...withBelow(room, MCP_RANKS), 'shared/', 'node:', 'zod'];
}

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

/** What may lie directly in a folder that has rooms. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
	shared: RANKS.flat().map((room) => room.slice('shared/'.length)),
	nodes: ['ZohoCrmAuditLog/'],
	credentials: ['ZohoCrmAuditLogOAuth2Api.credentials.ts'],
	mcp: MCP_RANKS.flat().map((room) => room.slice('mcp/'.length)),
};

const MAX_FILES_IN_FOLDER = 18;

/** Files that import each other, directly or through others; each group once. */
function cyclesIn(imports: ReadonlyMap<string, readonly string[]>): string[] {
	const reachable = new Map<string, Set<string>>();
	for (const file of imports.keys()) {
		const reached = new Set<string>();
		const open = [file];
		for (let next = open.pop(); next !== undefined; next = open.pop()) {
			for (const target of imports.get(next) ?? []) {
				if (!reached.has(target)) open.push(target);
				reached.add(target);
			}
		}
		reachable.set(file, reached);
	}
	const groups = [...reachable]
		.filter(([file, reached]) => reached.has(file))
		.map(([file, reached]) => [...reached].filter((it) => reachable.get(it)?.has(file)));
	return [...new Set(groups.map((group) => group.sort().join(', ')))].sort();
}

function isInRoom(file: string): boolean {
	const [top = '', ...rest] = file.split('/');
	return ROOMS[top]?.some((room) => isUnder(rest.join('/'), room)) ?? true;
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

test('a file of shared/ imports nothing from a room above its own', () => {
	expect(isAllowed('shared/trigger/poll.ts', wallOf('shared/reading/reading.ts'))).toBe(false);
	expect(isAllowed('shared/client.ts', wallOf('shared/trigger/poll.ts'))).toBe(false);
	expect(isAllowed('shared/org/users.ts', wallOf('shared/files/zip.ts'))).toBe(false);
	expect(isAllowed('shared/files/zip.ts', wallOf('shared/reading/reading.ts'))).toBe(true);
	expect(isAllowed('mcp/tools/tool.ts', wallOf('mcp/archive/csvFiles.ts'))).toBe(false);
});

test('no files import each other in a circle, types included', () => {
	expect(cyclesIn(new Map(files.map((file) => [file, importsOf(file)])))).toEqual([]);
});

test('a circle is found, also through other files', () => {
	const imports = { a: ['b'], b: ['c', 'd'], c: ['a'], d: ['e'], e: [], f: ['f'] };
	expect(cyclesIn(new Map(Object.entries(imports)))).toEqual(['a, b, c', 'f']);
	expect(importsOf('shared/session.ts')).toContain('shared/exports/downloadedExport.ts');
});

test('every file lies in a room', () => {
	expect(files.filter((file) => !isInRoom(file))).toEqual([]);
	expect(isInRoom('shared/zip.ts')).toBe(false);
	expect(isInRoom('shared/utils/zip.ts')).toBe(false);
	expect(isInRoom('mcp/period.ts')).toBe(false);
	expect(files.filter((file) => /^mcp\/[^/]+$/.test(file)).length).toBeLessThanOrEqual(6);
});

test('no folder of sources has become too large to look over', () => {
	const counts = new Map<string, number>();
	for (const file of [...files, ...sourceFiles('assembly')]) {
		const folder = path.posix.dirname(file);
		counts.set(folder, (counts.get(folder) ?? 0) + 1);
	}
	expect([...counts].filter(([, count]) => count > MAX_FILES_IN_FOLDER)).toEqual([]);
});

test('the client is the list of verbs and nothing else', () => {
	const lines = readFileSync(path.join(ROOT, 'shared/client.ts'), 'utf8').split('\n');
	expect(lines.length).toBeLessThanOrEqual(150);
	expect(importsOf('shared/client.ts').length).toBeLessThanOrEqual(15);
});

test('adapters hold no rule about Zoho: none of its codes, none of its paths', () => {
	const rule =
		/['"`][^'"`]*(?:INVALID_TOKEN|SCOPE_MISMATCH|ALREADY_SCHEDULED|NO_CONTENT|settings\/audit_log_export)/;
	// What is compared with Zoho's answers word by word has to name them.
	const adapters = files.filter((file) => /^(nodes|mcp)\/(?!liveCheck\/)/.test(file));
	const found = adapters.filter((file) => rule.test(readFileSync(path.join(ROOT, file), 'utf8')));
	expect(found).toEqual([]);
});
