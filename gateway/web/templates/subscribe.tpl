{{%AUTOESCAPE context="HTML"}}
<div class="narrow">
<header class="list-head">
<h1>Papers in your inbox</h1>
<p class="origin">No account is needed. A mail asks you to confirm; every digest has a link that ends them.</p>
</header>
{{#ERROR}}<p class="error" role="alert">{{ERROR_TEXT}}</p>{{/ERROR}}
<form class="form" method="post" action="/subscribe">
<input type="hidden" name="csrf" value="{{CSRF}}">
<label for="address">Mail address</label>
<input id="address" name="address" type="email" required maxlength="254" value="{{ADDRESS}}" autocomplete="email" spellcheck="false">
{{>SETTINGS}}
<button class="primary">Subscribe</button>
</form>
</div>
