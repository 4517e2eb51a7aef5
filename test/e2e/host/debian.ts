import { run } from './processes';

/** Installs packages of the distribution; needs root. */
export async function aptInstall(...packages: readonly string[]): Promise<void> {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await run({ file: 'apt-get', args: ['update'], env });
	const args = ['install', '--yes', '--no-install-recommends', ...packages];
	await run({ file: 'apt-get', args, env });
}
