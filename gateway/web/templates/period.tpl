{{%AUTOESCAPE context="HTML"}}
<header class="list-head issue-head">
<nav class="kinds" aria-label="Day, week or month">
<ul>
{{#KIND}}<li><a href="{{KIND_URL}}" aria-current="{{KIND_CURRENT}}">{{KIND_NAME}}</a></li>
{{/KIND}}
</ul>
</nav>
<div class="issue">
<h1>{{HEADING}}</h1>
<p class="origin">{{ORIGIN}}{{#LABEL}} <span class="label">{{LABEL_TEXT}}</span>{{/LABEL}}</p>
</div>
<nav class="turn" aria-label="Other issues">
{{#PREVIOUS}}<a class="turn-back" rel="prev" href="{{PREVIOUS_URL}}"><span aria-hidden="true">&larr;</span> {{PREVIOUS_LABEL}}</a>{{/PREVIOUS}}
{{#FOLLOWING}}<a class="turn-on" rel="next" href="{{FOLLOWING_URL}}">{{FOLLOWING_LABEL}} <span aria-hidden="true">&rarr;</span></a>{{/FOLLOWING}}
</nav>
</header>
{{#FIELDS}}
<nav class="fields" aria-label="{{FIELDS_LABEL}}">
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
{{#TOP}}
<div class="top">
<div class="top-stories">
{{>LEAD}}
{{#SECOND}}
<div class="seconds">
{{>STORY}}
</div>
{{/SECOND}}
</div>
{{>RAIL}}
</div>
{{/TOP}}
{{#COLUMNS}}
<div class="columns">
{{>STORY}}
</div>
{{/COLUMNS}}
{{>PAGER}}
