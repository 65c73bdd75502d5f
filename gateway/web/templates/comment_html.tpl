{{%AUTOESCAPE context="HTML"}}
{{COMMENT_HTML:none}}
