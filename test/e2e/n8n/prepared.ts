import { packed, ROOT } from '../../packed';
import { npm } from '../host/cache';
import type { Checks } from '../host/checks';
import { startOutboundProxy } from '../host/outboundProxy';
import { cleanups } from '../host/runChecks';
import { createHome, installPackage } from './home';
import { installApp } from './install';
import { lineNamed } from './lines';

/** An installed n8n and the built package, for homes in which nothing reaches another machine. */
export async function preparedN8n(checks: Checks, lineName: string) {
	const line = lineNamed(lineName);
	const app = await checks.step(`n8n ${line.n8n} and Node ${line.node} are installed`, () =>
		installApp(line),
	);
	const tarball = await checks.step('The package is built and packed', async () => {
		await npm(['run', 'build'], ROOT);
		return packed(ROOT);
	});
	cleanups.push(() => tarball.remove());
	const proxy = await startOutboundProxy();
	cleanups.push(() => proxy.close());
	return {
		...{ line, app, proxy },
		/** A home of its own, with the package in it. */
		async home(settings: Readonly<Record<string, string>> = {}) {
			const empty = await createHome(line, app, proxy);
			cleanups.push(() => empty.remove());
			const home = { ...empty, environment: { ...empty.environment, ...settings } };
			installPackage(home, String(tarball.manifest['name']), tarball.tarball);
			return home;
		},
	};
}
