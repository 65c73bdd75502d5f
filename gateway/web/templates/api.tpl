{{%AUTOESCAPE context="HTML"}}
<header class="list-head">
<h1>API</h1>
<p class="origin">Every method of the newspaper, over gRPC and as JSON.</p>
</header>
<div class="hint">
<p>Requests and answers are protobuf&rsquo;s JSON. Fields of GET requests go into the address, others into a JSON body. A reader&rsquo;s token goes into <code>Authorization: Bearer TOKEN</code>. Programs can read <a href="/api/v1/openapi.json">the OpenAPI document</a>; agents use <a href="/llms.txt">/llms.txt</a> and <code>POST /mcp</code>.</p>
</div>
{{#SERVICE}}
<section class="api">
<h2 class="section-title">{{SERVICE_NAME}}</h2>
<table>
<thead><tr><th scope="col">Address</th><th scope="col">For</th><th scope="col">Takes</th></tr></thead>
<tbody>
{{#RULE}}<tr><th scope="row"><code>{{VERB}} {{PATH}}</code><br><span class="muted api-method">{{METHOD}}</span></th><td>{{ACCESS}}</td><td><code>{{FIELDS}}</code></td></tr>
{{/RULE}}
</tbody>
</table>
</section>
{{/SERVICE}}
