/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: '<rootDir>/test/environment.js',
	// Many tests wait for other processes: with one worker less than processors, half a machine would be idle.
	maxWorkers: '100%',
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
