{{%AUTOESCAPE context="HTML"}}
<header class="list-head">
<h1>{{HEADING}}</h1>
<p class="origin">{{ORIGIN}}</p>
</header>
{{#HINT}}<p class="hint">{{HINT_TEXT}} <a href="{{HINT_URL}}">{{HINT_LINK}}</a></p>{{/HINT}}
{{#FIELDS}}
<nav class="fields" aria-label="Fields">
<ul>
{{#FIELD}}<li><a class="chip" href="{{FIELD_URL}}" aria-current="{{FIELD_CURRENT}}">{{FIELD_NAME}}</a></li>
{{/FIELD}}
</ul>
</nav>
{{/FIELDS}}
{{#EMPTY}}
<section class="empty">
<p class="empty-lead">{{EMPTY_LEAD}}</p>
<p>{{EMPTY_TEXT}}</p>
<ul class="ways">
{{#WAY}}<li><a href="{{WAY_URL}}">{{WAY_NAME}}</a></li>
{{/WAY}}
</ul>
</section>
{{/EMPTY}}
<div class="ranked">
{{>STORY}}
</div>
{{>PAGER}}
