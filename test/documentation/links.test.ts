import { linkProblems } from './links';
import { page, pages, repositoryFiles } from './markdown';

const files = repositoryFiles();
const all = pages();

test('there are pages', () => {
	const names = all.map(({ file }) => file);
	expect(names).toEqual(expect.arrayContaining(['README.md', 'mcp/README.md', 'SECURITY.md']));
});

test.each(all.map((it) => [it.file, it] as const))('%s links only to what exists', (_, it) => {
	expect(it.links.flatMap((link) => linkProblems(it, link, files))).toEqual([]);
});

test.each([
	['a missing file', '[a](docs/none.md)'],
	['a file of the build', '[a](dist/mcp/cli.js)'],
	['a missing heading', '[a](README.md#none)'],
	['a missing heading of the same page', '# Some\n\n[a](#sum)'],
	['the second heading of a name that occurs once', '# Some\n\n[a](#some-1)'],
	['a missing picture', '![a](docs/none.png)'],
	['a missing picture in HTML', '<img alt="a" src="docs/none.png">'],
	['a missing file in inline HTML', 'Here <a href="none.md">a</a>.'],
	['this machine', '[a](http://127.0.0.1:3901/mcp)'],
	['a file on this machine', '[a](file:///home/somebody/a.md)'],
	['an absolute path', '[a](/README.md)'],
	['a home directory', '[a](~/README.md)'],
	['an undefined reference', 'See [the page][none].'],
	['a line of a source file', '[a](shared/client.ts#L3)'],
])('a link to %s is rejected', (_, text) => {
	const it = page('README.md', text);
	expect(it.links.flatMap((link) => linkProblems(it, link, files))).toHaveLength(1);
});

test('valid links are accepted', () => {
	const it = page(
		'test/faults/README.md',
		'# Zoho\'s `GET`, twice: a_b – c\n\n# Some\n\n# Some\n\n<a id="here"></a>\n\n' +
			'[a](../../README.md) [b](../zoho) [c](../zoho/) [d](#zohos-get-twice-a_b--c) [e](#some-1) ' +
			'[f](#here) [g](https://www.zoho.com/crm/) [h][named]\n\n[named]: house.ts',
	);
	expect(it.links).toHaveLength(8);
	expect(it.links.flatMap((link) => linkProblems(it, link, files))).toEqual([]);
});
