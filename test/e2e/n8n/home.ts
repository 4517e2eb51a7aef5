import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CACHE } from '../host/cache';
import type { OutboundProxy } from '../host/outboundProxy';
import { freePorts } from '../host/ports';
import type { App } from './install';
import type { Line } from './lines';

/** The folder of one n8n, with an empty database and ports of its own, so that runs stay apart. */
export interface Home {
	readonly folder: string;
	/** Where workflows may write files. */
	readonly files: string;
	/** Where programs put temporary files. */
	readonly temporary: string;
	readonly url: string;
	readonly environment: Readonly<Record<string, string | undefined>>;
	remove(): void;
}

export async function createHome(line: Line, app: App, proxy: OutboundProxy): Promise<Home> {
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-e2e-home-'));
	const [port, broker] = await freePorts(2);
	const files = path.join(folder, 'files');
	const temporary = path.join(folder, 'temporary');
	mkdirSync(temporary);
	return {
		folder,
		files,
		temporary,
		url: `http://127.0.0.1:${port}`,
		environment: {
			...process.env,
			...proxy.environment,
			PATH: app.path,
			// Saves some seconds at each start.
			NODE_COMPILE_CACHE: path.join(CACHE, 'compiled'),
			N8N_USER_FOLDER: folder,
			TMPDIR: temporary,
			N8N_ENCRYPTION_KEY: 'e2e',
			N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
			N8N_RESTRICT_FILE_ACCESS_TO: files,
			GENERIC_TIMEZONE: 'UTC',
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_HOST: '127.0.0.1',
			N8N_PORT: String(port),
			N8N_RUNNERS_BROKER_PORT: String(broker),
			// The session cookie has to work without https.
			N8N_SECURE_COOKIE: 'false',
			...noTelemetry,
			...line.environment,
		},
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

/** n8n sends nothing to its makers, and shows no news of theirs. */
const noTelemetry = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_DIAGNOSTICS_CONFIG_FRONTEND: '',
	N8N_DIAGNOSTICS_CONFIG_BACKEND: '',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
};

/** Lays a community package out as n8n's own installer does. n8n-workflow is n8n's copy, by NODE_PATH. */
export function installPackage({ folder }: Home, name: string, tarball: string): string {
	const target = path.join(folder, '.n8n/nodes/node_modules', name);
	mkdirSync(target, { recursive: true });
	execFileSync('tar', ['xzf', tarball, '--strip-components=1', '-C', target]);
	return target;
}
