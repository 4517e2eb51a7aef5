import server from '../../../mcp/package.json';
import root from '../../../package.json';
import { ALERTS } from '../../../shared/alerts/alertConditions';
import { RULE_FILES } from '../../docs/sigmaRules';
import { CANARIES } from '../../canaries';
import { lineNamed } from '../../e2e/n8n/lines';
import { hostileLinks } from '../../faults/hostile';
import { type Claims, numberIn } from '../numbers';

/** The first numbers of a version. */
const version = (text: string, parts = 1): number =>
	Number(text.replace(/^\D*/, '').split('.').slice(0, parts).join('.'));
const NODE = version(root.engines.node, 2);
const uses = root.devDependencies;
const N8N = version(lineNamed('2').n8n, 2);
const N8N_BEFORE = version(lineNamed('1').n8n, 2);

const option = (file: string, name: string): number =>
	numberIn(file, `${name}: { type: 'string', default: '#'`);
const ROWS = option('test/bench/run.ts', 'rows');
const SPEED = numberIn('test/faults/outside.cjs', 'SPEED = #;');
const NAMES = numberIn('test/pictures/hostilePages.ts', 'hostileNames(#)');
const RANDOM = numberIn('test/shared/entries/formats.test.ts', 'anyEntries(1, #)');
const RULED = 3 * numberIn('test/docs/sigma.test.ts', 'randomEntries(seed, #, DAY)');
const LINKS = hostileLinks('127.0.0.1:1', { host: '127.0.0.1:2', port: 2 } as never).length;
const ECS = numberIn('shared/entries/formats/ecs.ts', "ECS_VERSION = '#.0'");
const OCSF = numberIn('shared/entries/formats/ocsf.ts', "OCSF_VERSION = '#.0'");
const event = (line: string): number => numberIn('shared/entries/formats/ocsf.ts', line);
const shown = (name: string): number =>
	numberIn('test/pictures/viewPictures.ts', `${name}: { width: #,`);

/** Versions, commands and tests. */
export const PROJECT: Claims = {
	'n8n # and # as': [N8N, N8N_BEFORE],
	'a real n8n # on Node #': [N8N, lineNamed('2').node],
	'uses n8n #.': N8N_BEFORE,
	'n8n #.x has no sleepWithAbort': 2,
	'n8n #.x in queue mode': 1,
	'In n8n # they need all': N8N,
	'n8n # needs all': N8N,
	'n8n # does not keep': N8N,
	"n8n #'s own default": N8N,
	'the new one (n8n #)': N8N,
	'which n8n # shows': N8N,
	'Node.js # or newer': NODE,
	'On Node.js #, npm warns': version(root.engines.node),
	// Node's own behavior, by its major versions.
	'In Node #, DecompressionStream': 20,
	'Before Node # it still accepts': 22,
	'Node.js # work with': version(root.engines.node),
	'TypeScript #, ESLint #, nock #': [
		version(uses.typescript, 2),
		version(uses.eslint),
		version(uses.nock),
	],
	'# stays for ESLint, which cannot load #,': [
		version(uses.typescript, 2),
		version(server.devDependencies.typescript),
	],
	'TypeScript # checks': version(server.devDependencies.typescript),
	'it needs zod #': version(server.devDependencies.zod),
	'built on version #': version(server.devDependencies['@modelcontextprotocol/server']),
	'Version # of the official SDK': version(uses['@modelcontextprotocol/sdk']),
	'Version # stays in the tests': version(uses['@modelcontextprotocol/sdk']),
	'a version # client': version(uses['@modelcontextprotocol/sdk']),
	'The design card named version #': version(uses['@modelcontextprotocol/sdk']),
	'since version #': numberIn('shared/http/crmApi.ts', "API_VERSIONS = ['v8', 'v#']"),

	'reading # entries with other ways': ROWS,
	'beside reading its # entries': option('test/bench/dialect.ts', 'rows'),
	'engine: # rows as items, # as a file': [
		numberIn('test/bench/n8n/scenario.ts', 'ITEMS = #;'),
		numberIn('test/bench/n8n/scenario.ts', 'FILE = #;'),
	],
	'asks the built server about # entries': option('test/bench/mcp/run.ts', 'rows'),
	'# questions at once about # entries': [
		option('test/bench/mcp/crowd.ts', 'questions'),
		option('test/bench/mcp/crowd.ts', 'rows'),
	],
	'# callers of the server': option('test/faults/soak.ts', 'callers'),
	'exports # entries of # days': [
		option('test/faults/long.ts', 'entries'),
		option('test/faults/long.ts', 'days'),
	],
	'clock # times as fast': SPEED,
	'run # times as fast': SPEED,
	'runs # times as fast': SPEED,
	'# hostile names': NAMES,
	'# links through both packages': LINKS,
	'(a # names, searched at every door)': CANARIES,
	'# entries of the audit log on the right': numberIn('test/e2e/n8n/pictured.ts', 'limit: #,'),
	'A report of # days': numberIn('test/pictures/reportPictures.ts', "'--from', '#d'"),
	'# pixels wide': shown('viewNarrow'),
	'Some # rows of an export arrived': numberIn('test/e2e/queue/checkQueue.ts', 'ROWS = #;'),
	'a lock of # seconds, a check every #': [
		numberIn('test/e2e/queue.ts', "QUEUE_WORKER_LOCK_DURATION: '#000'"),
		numberIn('test/e2e/queue.ts', "QUEUE_WORKER_STALLED_INTERVAL: '#000'"),
	],
	'# deletions fired the trigger once': numberIn(
		'test/e2e/queue/checkQueue.ts',
		'number < #; number++',
	),
	'with # executions at the same time': numberIn(
		'test/e2e/queue/checkQueue.ts',
		'{ length: # }, async',
	),

	'as ECS # or': ECS,
	'Elastic Common Schema # or': ECS,
	'Framework #, in items': OCSF,
	'a released # may differ': OCSF,
	'Tests hold # random entries': RANDOM,
	'The tests hold # random entries': RANDOM,
	'conditions on # random entries': RULED,
	'# conditions have no rule': ALERTS.length - RULE_FILES.length,
	'Entity Management (#)': event("{ uid: #, name: 'Entity"),
	'Base Event (#)': event("{ uid: #, name: 'Base"),
	"# added, # viewed, # updated and changes of owner, # deleted, # activated, # deactivated; # with Zoho's word, # without one":
		[
			event("[#, 'Create'"),
			event("[#, 'Read'"),
			event("[#, 'Update'"),
			event("[#, 'Delete'"),
			event("[#, 'Activate'"),
			event("[#, 'Deactivate'"),
			event('OTHER] = [0, #]'),
			event('OTHER] = [#, 99]'),
		],
	'severity_id | #: the log': event('severity_id: #,'),
};

/** Counts of what the same place lists or shows, so that a reader sees whether they are right. */
export const LISTED_BESIDE: Claims = {
	'so # promises': 3,
	'in # steps': 3,
	'There are # clocks': 3,
	'asks the built MCP server # questions': 3,
	'one of the # or all: an incoming webhook': 3,
	'and # ways out: Slack, Teams, e-mail': 3,
	'and # pages of the recycle bin': 3,
	'note one with days_left #': 0,
	'opens all # tools there': 3,
	'needs all #:': 4,
	'major versions of the first #;': 3,
	'Two requests, or # where there is a file': 3,
	'and # minutes after each time before': 15,
	'# times as often: TEST_RUNS=10': 10,
	"people's words, of # logs": 3,
	'# items without a scope': 20,
};

/** Versions of three parts that pages name. */
export const VERSIONS: readonly string[] = [
	// A host that the view was once tried in, by hand.
	'7.1.1',
	...[
		`${numberIn('test/e2e/assistants.ts', "INSPECTOR = '#.0'")}.0`,
		root.version,
		lineNamed('2').n8n,
		`${ECS}.0`,
		`${OCSF}.0-dev`,
	],
];
