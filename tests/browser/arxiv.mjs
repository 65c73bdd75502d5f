// arXiv's API as far as single papers are asked of it: arxiv.mjs PORT_FILE. It
// has papers of August 2026 whose numbers begin with 0.
import {writeFileSync} from 'node:fs';
import {createServer} from 'node:http';

function entry(id) {
  return `<entry><id>http://arxiv.org/abs/${id}v1</id>
<title>A paper that came when it was asked for</title>
<summary>Nobody had harvested it.</summary>
<published>2026-08-03T10:00:00Z</published>
<author><name>Ada Example</name></author>
<category term="cs.DL"/></entry>`;
}

const server = createServer((request, response) => {
  const id = new URL(request.url, 'http://x').searchParams.get('id_list') ?? '';
  response.end(`<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
${/^2608\.0\d{4}$/.test(id) ? entry(id) : ''}</feed>`);
});
server.listen(0, '127.0.0.1', () => {
  writeFileSync(process.argv[2], `${server.address().port}\n`);
});
