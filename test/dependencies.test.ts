import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './packed';

/** Licences that ask for no more than their text beside the code. */
const ALLOWED = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD']);

/** Words that such a text has, by licence. */
const WORDS: Readonly<Record<string, RegExp>> = {
	MIT: /Permission is hereby granted, free of charge/i,
	ISC: /Permission to use, copy, modify, and\/or distribute/i,
	'BSD-2-Clause': /Redistribution and use in source and binary forms/i,
	'BSD-3-Clause': /Redistribution and use in source and binary forms/i,
	'Apache-2.0': /Apache License\s+Version 2\.0/i,
	'0BSD': /Permission to use, copy, modify, and\/or distribute/i,
};

interface Manifest {
	readonly name: string;
	readonly version: string;
	readonly license?: string;
	readonly dependencies?: Readonly<Record<string, string>>;
	readonly devDependencies?: Readonly<Record<string, string>>;
	readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Locked {
	readonly version?: string;
	readonly integrity?: string;
	readonly resolved?: string;
	readonly link?: boolean;
	readonly license?: string;
}

const read = (...parts: string[]): string => readFileSync(path.join(ROOT, ...parts), 'utf8');
const manifestIn = (folder: string): Manifest =>
	JSON.parse(read(folder, 'package.json')) as Manifest;
const lock = JSON.parse(read('package-lock.json')) as {
	readonly packages: Readonly<Record<string, Locked>>;
};

/** Folders of packages that are in the bundle, by the names that the bundler writes above each file. */
function bundled(): readonly string[] {
	const sources = read('dist/mcp/cli.js').matchAll(/^\s*\/\/ (\S*node_modules\/\S+)$/gm);
	const folders = [...sources].map(
		([, source = '']) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(source)?.[0] ?? '',
	);
	return [...new Set(folders)].sort();
}

test('nothing is installed with the node, and the database alone with the server', () => {
	expect(manifestIn('.').dependencies ?? {}).toEqual({});
	for (const manifest of [manifestIn('mcp'), manifestIn('dist/mcp')]) {
		expect(Object.keys(manifest.dependencies ?? {})).toEqual(['@duckdb/node-api']);
	}
	for (const folder of ['.', 'mcp', 'dist/mcp']) {
		expect(manifestIn(folder).optionalDependencies ?? {}).toEqual({});
	}
});

test('what is installed with the server is small in number and has a licence that allows it', () => {
	const all = Object.entries(lock.packages).filter(([folder]) =>
		/(?:^|\/)node_modules\/(?:@duckdb\/[\w-]+|detect-libc)$/.test(folder),
	);
	const platforms = all.filter(([folder]) => /node-bindings-/.test(folder));
	// Three systems with two processors each, and musl besides glibc.
	expect([all.length, platforms.length]).toEqual([11, 8]);
	for (const [folder, { license = '' }] of all) {
		expect([folder, ALLOWED.has(license)]).toEqual([folder, true]);
	}
});

test('the server’s file is made of what is meant to be in it', () => {
	const folders = bundled();
	for (const name of ['@modelcontextprotocol/server', 'axios', 'zod']) {
		expect(folders.some((folder) => folder.endsWith(`node_modules/${name}`))).toBe(true);
	}
});

test('everything in the server’s file has a licence that allows it, and its text is shipped', () => {
	const texts = read('dist/mcp/THIRD_PARTY_LICENSES');
	for (const folder of bundled()) {
		const { name, version, license = 'none' } = manifestIn(folder);
		expect([name, ALLOWED.has(license) || license]).toEqual([name, true]);
		const head = `${name} ${version} (${license})\n`;
		expect(texts).toContain(head);
		const text = texts.slice(texts.indexOf(head)).split(`\n${'-'.repeat(78)}\n`)[0] ?? '';
		expect([name, WORDS[license]?.test(text)]).toEqual([name, true]);
		const notice = path.join(ROOT, folder, 'NOTICE');
		if (existsSync(notice)) expect(text).toContain(readFileSync(notice, 'utf8').trim());
	}
});

test('what is in the server’s file is the version that the lock file names', () => {
	for (const folder of bundled()) {
		expect([folder, manifestIn(folder).version]).toEqual([folder, lock.packages[folder]?.version]);
	}
});

test('every package is locked by the SHA-512 of what is downloaded, and none comes from elsewhere', () => {
	const locked = Object.entries(lock.packages).filter(
		([folder, { link }]) => folder.includes('node_modules/') && !link,
	);
	expect(locked.length).toBeGreaterThan(100);
	for (const [folder, { integrity = '', resolved = '' }] of locked) {
		expect([folder, integrity]).toEqual([folder, expect.stringMatching(/^sha512-[\w+/]{86}==$/)]);
		expect([folder, resolved]).toEqual([folder, '']);
	}
	for (const { dependencies, devDependencies } of [manifestIn('.'), manifestIn('mcp')]) {
		for (const wanted of Object.values({ ...dependencies, ...devDependencies })) {
			expect(wanted).toMatch(/^[\^~]?\d[\d.]*(?:-r\.\d+)?$/);
		}
	}
});
