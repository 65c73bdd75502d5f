{{%AUTOESCAPE context="HTML"}}
<div class="narrow">
<header class="list-head">
<h1>Import references</h1>
<p class="origin">BibTeX, RIS, JSON, or a paper&rsquo;s id or address on each line.</p>
</header>
{{#ERROR}}<p class="error" role="alert">{{ERROR_TEXT}}</p>{{/ERROR}}
{{#DONE}}<div class="hint" role="status"><p>{{DONE_TEXT}} <a href="/library">See the library</a></p>
{{#UNKNOWN}}<p>{{UNKNOWN_TEXT}}</p>
<ul class="plain-list">{{#ENTRY}}<li>{{ENTRY_TEXT}}</li>
{{/ENTRY}}</ul>{{/UNKNOWN}}</div>{{/DONE}}
<form class="form" method="post" action="/library/import">
<input type="hidden" name="csrf" value="{{CSRF}}">
<label for="references">References</label>
<textarea id="references" name="references" rows="12" required maxlength="300000" spellcheck="false" aria-describedby="references-help">{{TEXT:pre_escape}}</textarea>
<p id="references-help" class="muted">Papers that are in the catalogue are saved to your library; at most 1,000 at once.</p>
<label for="file">Or a file</label>
<input id="file" type="file" accept=".bib,.ris,.json,.txt" data-into="references">
<button class="primary">Import</button>
</form>
</div>
