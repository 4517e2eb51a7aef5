import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { removePartials } from '../archive/savedFiles';
import type { Config } from '../config/config';
import type { App } from '../questions/app';
import { createApp, type Host } from '../server/app';
import { createFactory } from '../server/factory';

/** Resolves to 0 as soon as it answers; a signal, or the end of its input, ends the process. */
export async function serve(config: Config, host: Host): Promise<number> {
	const { log } = host;
	if (config.missing.length > 0) {
		log.write('warn', `Not set: ${config.missing.join(', ')}. Every tool will say so.`);
	}
	if (config.downloadDir !== null) {
		await removePartials(config.downloadDir).catch(() =>
			log.write('warn', 'Partial files of an earlier process stay in ZOHO_AUDIT_DOWNLOAD_DIR.'),
		);
	}
	const app = createApp(config, host);
	if (config.isHttp) await overHttp(app);
	else overStdio(app);
	return 0;
}

function overStdio(app: App): void {
	// The process lives as long as its host: calls that are still running are not waited for.
	const end = (): never => process.exit(0);
	process.stdin.once('end', end);
	process.stdin.once('close', end);
	process.stdout.once('error', end);
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
	serveStdio(createFactory(app), {
		onerror: (error) => app.log.write('warn', 'protocol', { details: error.message }),
	});
}

async function overHttp(app: App): Promise<void> {
	const { withoutToken, httpToken } = app.config;
	// What answers HTTP loads Node's fetch, for which a start over stdio need not wait.
	const { serveHttp } = await import('../server/http');
	const listening = await serveHttp(app, { token: withoutToken ? null : httpToken });
	if (withoutToken)
		app.log.write('warn', 'Any program on this machine can call the server: there is no token.');
	process.stderr.write(`Listening on ${listening.url}\n`);
	const end = (): void => void listening.close().then(() => process.exit(0));
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
}
