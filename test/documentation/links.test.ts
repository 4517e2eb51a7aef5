import { linkProblems } from './links';
import { page, pages, repositoryFiles } from './markdown';

const files = repositoryFiles();
const all = pages();

test('there are pages', () => {
	const names = all.map(({ file }) => file);
	expect(names).toEqual(expect.arrayContaining(['README.md', 'mcp/README.md', 'SECURITY.md']));
});

test.each(all.map((it) => [it.file, it] as const))('%s leads only to what is there', (_, it) => {
	expect(it.links.flatMap((link) => linkProblems(it, link, files))).toEqual([]);
});

test.each([
	['a file that is not there', '[a](docs/none.md)'],
	['a file of the build', '[a](dist/mcp/cli.js)'],
	['a heading that is not there', '[a](README.md#none)'],
	['a heading of its own that is not there', '# Some\n\n[a](#sum)'],
	['the second heading of a name that is there once', '# Some\n\n[a](#some-1)'],
	['a picture that is not there', '![a](docs/none.png)'],
	['a picture in HTML', '<img alt="a" src="docs/none.png">'],
	['a picture in HTML in the text', 'Here <a href="none.md">a</a>.'],
	['the machine', '[a](http://127.0.0.1:3901/mcp)'],
	['a file of the machine', '[a](file:///home/somebody/a.md)'],
	['an absolute path', '[a](/README.md)'],
	['a home', '[a](~/README.md)'],
	['a name that is not defined', 'See [the page][none].'],
	['a line of a source', '[a](shared/client.ts#L3)'],
])('a link to %s is refused', (_, text) => {
	const it = page('README.md', text);
	expect(it.links.flatMap((link) => linkProblems(it, link, files))).toHaveLength(1);
});

test('links that lead somewhere are taken', () => {
	const it = page(
		'test/faults/README.md',
		'# Zoho\'s `GET`, twice: a_b – c\n\n# Some\n\n# Some\n\n<a id="here"></a>\n\n' +
			'[a](../../README.md) [b](../zoho) [c](../zoho/) [d](#zohos-get-twice-a_b--c) [e](#some-1) ' +
			'[f](#here) [g](https://www.zoho.com/crm/) [h][named]\n\n[named]: house.ts',
	);
	expect(it.links).toHaveLength(8);
	expect(it.links.flatMap((link) => linkProblems(it, link, files))).toEqual([]);
});
