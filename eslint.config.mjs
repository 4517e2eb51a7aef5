import eslint from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

/** What n8n loads, and what its reviewers lint. */
const forN8n = ['nodes/**/*.ts', 'credentials/**/*.ts', 'shared/**/*.ts'];

export default tseslint.config(
	{ ignores: ['dist/', 'coverage/', 'node_modules/'] },
	{
		files: ['**/*.ts'],
		extends: [eslint.configs.recommended, ...tseslint.configs.strict],
		rules: {
			'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_$' },
			],
			'@typescript-eslint/consistent-type-imports': 'error',
		},
	},
	{
		files: forN8n,
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		rules: { 'no-console': 'error' },
	},
	{
		// About errors of n8n's own, which shared/ does not know: nodes/ turns them into those.
		files: ['shared/**/*.ts'],
		rules: { '@n8n/community-nodes/require-node-api-error': 'off' },
	},
	{
		// A table of cases is long and has one subject.
		files: ['test/**/*.test.ts', 'test/mutants/*utants.ts'],
		rules: { 'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }] },
	},
	{
		// AssemblyScript has whole numbers of 64 bits.
		files: ['assembly/*.ts'],
		rules: { 'no-loss-of-precision': 'off' },
	},
	{ files: ['mcp/**/*.ts'], rules: { 'no-console': 'error' } },
	{
		// Reads of typed arrays inside their bounds: a check for undefined would be a cost per byte.
		files: ['shared/files/*.ts'],
		rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
	},
	{
		files: ['package.json'],
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { extraFileExtensions: ['.json'] },
		},
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		rules: n8nNodesBase.configs.community.rules,
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// n8n switches these off in its own configuration for community nodes.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
);
