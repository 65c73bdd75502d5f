{{%AUTOESCAPE context="HTML"}}
<div class="narrow">
<header class="list-head">
<h1>Submit a paper</h1>
<p class="origin">Put a paper on today&rsquo;s list, {{TODAY_LONG}}.</p>
</header>
{{#ERROR}}<p class="error" role="alert">{{ERROR_TEXT}}</p>{{/ERROR}}
{{#FORM}}
<form class="form" method="post" action="/submit">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="request_id" value="{{REQUEST_ID}}">
<label for="paper">arXiv id or address</label>
<input id="paper" name="paper_id" required maxlength="300" value="{{PAPER_ID}}" autocomplete="off" spellcheck="false" aria-describedby="paper-help">
<p id="paper-help" class="muted">For example <code>1706.03762</code>, <code>hep-th/9711200</code> or <code>https://arxiv.org/abs/1706.03762</code>. A paper that is not here yet is fetched from arXiv, which takes some seconds.</p>
<button class="primary">Submit</button>
</form>
{{/FORM}}
{{#CLOSED}}<p class="hint">{{CLOSED_TEXT}} <a href="{{SIGN_IN_URL}}">Sign in</a></p>{{/CLOSED}}
</div>
