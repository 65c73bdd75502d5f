{{%AUTOESCAPE context="HTML"}}
<div class="narrow">
<header class="list-head">
<h1>{{HEADING}}</h1>
<p class="origin">{{TEXT}}</p>
</header>
<form class="form" method="post" action="{{ACTION}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="primary">{{BUTTON}}</button>
</form>
</div>
