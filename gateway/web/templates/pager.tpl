{{%AUTOESCAPE context="HTML"}}
<nav class="pager" aria-label="Pages">
{{#FIRST}}<a href="{{FIRST_URL}}">First page</a>{{/FIRST}}
{{#MORE}}<a class="more" rel="next" href="{{MORE_URL}}">More papers <span aria-hidden="true">&rarr;</span></a>{{/MORE}}
</nav>
