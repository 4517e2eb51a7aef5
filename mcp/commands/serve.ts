import { Transform } from 'node:stream';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { removePartials } from '../archive/savedFiles';
import type { Config } from '../config/config';
import { isThisMachine } from '../config/httpProblems';
import type { App } from '../questions/app';
import { createApp, type Host } from '../server/app';
import { createFactory } from '../server/factory';
import { oneHost } from '../server/viewSession';

/** Resolves to 0 as soon as it answers; a signal, or the end of its input, ends the process. */
export async function serve(config: Config, host: Host): Promise<number> {
	const { log } = host;
	if (config.missing.length > 0 && !config.isOffline) {
		log.write('warn', `Not set: ${config.missing.join(', ')}. Every tool will say so.`);
	}
	if (config.downloadDir !== null) {
		await removePartials(config.downloadDir).catch(() =>
			log.write('warn', 'Partial files of an earlier process stay in ZOHO_AUDIT_DOWNLOAD_DIR.'),
		);
	}
	const app = createApp(config, host);
	// Before anything is asked, so that a folder that cannot be used ends the start with a sentence.
	await app.archive.folder?.();
	if (config.isHttp) await overHttp(app);
	else overStdio(app);
	if (config.syncMinutes !== null) {
		const { keepSynced } = await import('./sync');
		void keepSynced(app, config, host);
	}
	return 0;
}

function overStdio(app: App): void {
	// The process lives as long as its host: calls that are still running are not waited for.
	const end = (): never => {
		app.refresh.end();
		return process.exit(0);
	};
	process.stdin.once('end', end);
	process.stdin.once('close', end);
	process.stdout.once('error', end);
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
	const input = process.stdin.pipe(withoutMark());
	const host = oneHost(new StdioServerTransport(input, process.stdout));
	serveStdio(createFactory(app, host), {
		transport: host.transport,
		onerror: (error) => app.log.write('warn', 'protocol', { details: error.message }),
	});
}

/** Some programs begin their output with a byte order mark, and the first message would be lost. */
function withoutMark(): Transform {
	const mark = Buffer.from('\ufeff');
	let begun = Buffer.alloc(0);
	let hasBegun = false;
	return new Transform({
		transform(chunk: Buffer, _encoding, done) {
			if (hasBegun) return done(null, chunk);
			begun = Buffer.concat([begun, chunk]);
			const isMark = mark.equals(begun.subarray(0, mark.length));
			if (!isMark && mark.subarray(0, begun.length).equals(begun)) return done();
			hasBegun = true;
			done(null, isMark ? begun.subarray(mark.length) : begun);
		},
	});
}

async function overHttp(app: App): Promise<void> {
	const { withoutToken, httpToken } = app.config;
	// What answers HTTP loads Node's fetch, for which a start over stdio need not wait.
	const { serveHttp } = await import('../server/http');
	const listening = await serveHttp(app, { token: withoutToken ? null : httpToken });
	if (withoutToken)
		app.log.write('warn', 'Any program on this machine can call the server: there is no token.');
	if (!isThisMachine(app.config.httpHost)) {
		app.log.write(
			'warn',
			'Tokens and answers cross the network unencrypted: put TLS in front of this port.',
		);
	}
	process.stderr.write(`Listening on ${listening.url}\n`);
	const end = (): void => {
		app.refresh.end();
		void listening.close().then(() => process.exit(0));
	};
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
}
