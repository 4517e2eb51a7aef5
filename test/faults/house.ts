import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createEngine, type Engine } from '../n8n/engine';
import { bundledServer } from '../mcp/bundle';
import type { Credentials } from '../n8n/engineCredentials';
import { packedNode, ROOT } from '../packed';
import { type ZohoServer, serveZoho } from '../zoho/serve';
import { createZoho, type Zoho, type ZohoSetup } from '../zoho/zoho';
import type { Door } from './door';
import { type NodeDoor, nodeDoor } from './nodeDoor';
import { hastenTests } from './outside.cjs';
import { type ProcessDoor, processDoor, type ServerDoor, serverDoor } from './serverDoor';

export interface HouseSetup extends ZohoSetup {
	/** Where Get Audit Log reads from; `export` by default. */
	readonly source?: 'automatic' | 'endpoint' | 'export';
	/** How long a question waits for an export that may not end, in seconds of the hastened time. */
	readonly waitSeconds?: number;
	/** For bodies so large that the server cannot share a processor with Zoho and keep its time. */
	readonly ownProcess?: boolean;
}

/** Some months ago, whenever the tests run: one export takes at most 180 days. */
export const MONTHS_AGO = new Date(Date.now() - 150 * 86_400_000).toISOString();

/** Long enough for every export here that ends. */
const WAIT_SECONDS = 100;

/** A Zoho on loopback and one door to it. */
export interface House<D extends Door = Door> {
	readonly door: D;
	readonly zoho: Zoho;
	readonly url: string;
	/** Answers that a kind of call got. */
	statuses(operation: string): number[];
	/** Waits until no connection to Zoho is busy; throws when one stays so. */
	idle(): Promise<void>;
	/** The id of an export of the whole log, finished. */
	finished(): Promise<string>;
	/** Another door to the same Zoho in the same folder, when the one before is gone. */
	again(): Promise<D>;
}

interface Doors {
	readonly node: NodeDoor;
	readonly server: ServerDoor;
	readonly process: ProcessDoor;
}

const cli = bundledServer();
const credentials: Credentials = {};
let engine: Engine | undefined;
let opened: { door: Door; served: ZohoServer; folder: string } | undefined;
let slow = (): void => undefined;

beforeAll(async () => {
	engine = await createEngine({ packageDir: packedNode().dir, credentials, coreDir: ROOT });
	slow = hastenTests();
}, 120_000);

afterAll(() => {
	slow();
	engine?.close();
});

afterEach(async () => {
	await opened?.door.close();
	await opened?.served.close();
	if (opened) rmSync(opened.folder, { recursive: true, force: true });
	opened = undefined;
});

async function open<N extends keyof Doors>(
	name: N,
	{ source = 'export', waitSeconds, ownProcess = false, ...setup }: HouseSetup,
): Promise<House<Doors[N]>> {
	// Exports are finished at once where nothing else is asked for: no test waits for what it is not about.
	const zoho = createZoho({ entries: 600, jobSeconds: 0, now: () => Date.now(), ...setup });
	const served = await serveZoho(zoho);
	if (!engine) throw new Error('no engine');
	const own = mkdtempSync(path.join(tmpdir(), 'fault-'));
	const built = engine;
	const isPatient = waitSeconds === undefined;
	const asking = { source, waitSeconds: waitSeconds ?? WAIT_SECONDS, isPatient };
	const doors = {
		node: async () => nodeDoor(built, credentials, zoho, asking),
		server: async () => await (ownProcess ? processDoor : serverDoor)(cli, zoho, asking, own),
		process: async () => await processDoor(cli, zoho, asking, own),
	};
	const through = doors[name] as () => Promise<Doors[N]>;
	const door = await through();
	opened = { door, served, folder: own };
	return {
		door,
		zoho,
		url: served.url,
		statuses: (operation) =>
			zoho.requests.filter((it) => it.operation === operation).map(({ status }) => status),
		async idle() {
			for (let look = 0; look < 200 && served.answering() > 0; look++) await pause(10);
			if (served.answering() > 0) throw new Error('a connection is still open');
		},
		async again() {
			const next = await through();
			opened = { door: next, served, folder: own };
			return next;
		},
		async finished() {
			const { error, entries } = await door.createExport();
			if (error !== null) throw new Error(error);
			return String(entries[0]?.['id'] ?? entries[0]?.['export_id']);
		},
	};
}

const BOTH = ['node', 'server'] as const;

/**
 * One fault of faults.ts and what is shown for it, through both doors. The table in README.md is made
 * from these names.
 */
export function fault(
	number: number,
	shows: string,
	run: (house: House) => Promise<void>,
	setup: HouseSetup = {},
): void {
	test.each(BOTH)(`F${number}: ${shows} (%s)`, async (name) => await run(await open(name, setup)));
}

/** The same through the one door that it concerns. */
export function faultInNode(
	number: number,
	shows: string,
	run: (house: House<NodeDoor>) => Promise<void>,
	setup: HouseSetup = {},
): void {
	test(`F${number}: ${shows} (node)`, async () => await run(await open('node', setup)));
}

export function faultInServer(
	number: number,
	shows: string,
	run: (house: House<ServerDoor>) => Promise<void>,
	setup: HouseSetup = {},
): void {
	test(`F${number}: ${shows} (server)`, async () => await run(await open('server', setup)));
}

/** The same through the server as a process of its own: where its end, its folder or its network matters. */
export function faultInProcess(
	number: number,
	shows: string,
	run: (house: House<ProcessDoor>) => Promise<void>,
	setup: HouseSetup = {},
): void {
	test(`F${number}: ${shows} (server)`, async () => await run(await open('process', setup)));
}

/** What is no single fault, through the server as a process of its own. */
export function throughProcess(
	shows: string,
	run: (house: House<ProcessDoor>) => Promise<void>,
	setup: HouseSetup = {},
): void {
	test(`${shows} (server)`, async () => await run(await open('process', setup)));
}

/** What is no single fault, through both doors. */
export function throughBoth(
	shows: string,
	run: (house: House) => Promise<void>,
	setup: HouseSetup = {},
): void {
	test.each(BOTH)(`${shows} (%s)`, async (name) => await run(await open(name, setup)));
}
