const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: '<rootDir>/test/environment.js',
	// Many tests wait, for other processes or a clock: with a worker for each processor, many would be idle.
	maxWorkers: Math.ceil(1.5 * availableParallelism()),
	runtime: '<rootDir>/test/runtime.cjs',
	testSequencer: '<rootDir>/test/longestFirst.js',
	// What a file leaves in memory is not freed with it.
	workerIdleMemoryLimit: '1GB',
	// No test is timed, and the machine may have other work.
	testTimeout: 60_000,
	globalSetup: '<rootDir>/test/runFolder.ts',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	transform: { '^.+\\.ts$': '<rootDir>/test/transform.js' },
	// Code that n8n's engine loads is loaded as it was built.
	transformIgnorePatterns: ['/node_modules/', '/dist/'],
	// A package unpacked elsewhere sees the engine's copy of n8n-workflow, as in n8n itself.
	moduleNameMapper: { '^n8n-workflow$': '<rootDir>/node_modules/n8n-workflow' },
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
};
