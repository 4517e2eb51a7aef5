import type { Mutant } from './mutant';

const tests = 'test/mcp/archive/folder/offline.test.ts';
const covered = 'test/mcp/archive/folder/covered.test.ts';

/** Mutations of the archive's folder. */
export const FOLDER_MUTANTS: readonly Mutant[] = [
	{
		what: 'folder: two exports are joined within a minute that both hold',
		file: 'mcp/archive/folder/covered.ts',
		from: "wholeMinute(held.from, 'ceil') : gap.from",
		to: 'held.from : gap.from',
		tests: covered,
	},
	{
		what: 'folder: an export is taken to reach beyond its beginning',
		file: 'mcp/archive/folder/covered.ts',
		from: 'const to = Math.min(window.to, started);',
		to: 'const { to } = window;',
		tests: covered,
	},
	{
		what: 'folder: an export limited by an action is taken for all entries',
		file: 'mcp/archive/folder/covered.ts',
		from: 'if (!window || !isTimeOnly(criteria)) return undefined;',
		to: 'if (!window) return undefined;',
		tests: covered,
	},
	{
		what: 'folder: an edited file is read',
		file: 'mcp/archive/folder/archiveFolder.ts',
		from: 'if (digestOf(bytes) !== sha256)',
		to: 'if (digestOf(bytes) === null)',
		tests,
	},
	{
		what: 'folder: a file that is a link is followed',
		file: 'mcp/archive/folder/archiveFolder.ts',
		from: 'constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)',
		to: 'constants.O_RDONLY',
		tests,
	},
	{
		what: 'folder: others may look into it',
		file: 'mcp/archive/folder/archiveFolder.ts',
		from: 'if ((found.mode & 0o077) !== 0) {',
		to: 'if (found.mode === -1) {',
		tests,
	},
	{
		what: 'folder: a manifest names any file',
		file: 'mcp/archive/folder/keptExport.ts',
		from: 'stored: z.string().regex(STORED)',
		to: 'stored: z.string()',
		tests: 'test/mcp/archive/folder/archiveFolder.test.ts',
	},
	{
		what: 'folder: exports of other users are read',
		file: 'mcp/questions/kept/fromFolder.ts',
		from: 'all.filter(({ createdById }) => createdById === ownUserId)',
		to: 'all',
		tests,
	},
	{
		what: 'folder: an answer does not say what the folder lacks',
		file: 'mcp/questions/selection.ts',
		from: 'if (archive.folder) noteGaps(coverage, exports, filter);',
		to: '',
		tests,
	},
	{
		what: 'folder: an entry without a time is shown from each window of its export',
		file: 'mcp/questions/selection.ts',
		from: 'const isAgain = download.id !== null && seen.has(download.id);',
		to: 'const isAgain = false;',
		tests,
	},
	{
		what: 'folder: an export that reaches further is joined in place of one that ends there',
		file: 'mcp/archive/folder/covered.ts',
		from: 'held.to === seam && held.from <= gap.from',
		to: 'held.to >= seam && held.from <= gap.from',
		tests: covered,
	},
	{
		what: 'sync: what is missing is asked as one window',
		file: 'mcp/commands/sync.ts',
		from: "(await missingIn(context, period, 'late')).flatMap(windowsOf)",
		to: "(await missingIn(context, period, 'late'))",
		tests: 'test/mcp/commands/sync.test.ts',
	},
	{
		what: 'folder: offline asks Zoho for a token',
		file: 'mcp/server/app.ts',
		from: 'if (config.isOffline && folder) return',
		to: 'if (missing.length > 9 && folder) return',
		tests,
	},
];
