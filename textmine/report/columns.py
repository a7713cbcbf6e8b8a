"""Heading and help of each column of the term table, in Chinese and English."""

from __future__ import annotations

__all__ = ["COLUMNS"]

# name: (English heading, English help, Chinese heading, Chinese help)
_COLUMNS = {
    "term": ("Term", "The most frequent spelling.", "术语", "最常见的写法。"),
    "community": (
        "Community",
        "The community of the term on the map; empty if it is not on the map.",
        "社区",
        "术语在图中所属的社区；不在图中则为空。",
    ),
    "score": ("Score", "The score that ranks the terms; it has no unit.", "得分", "排序的依据，没有单位。"),
    "count": (
        "Count",
        "Occurrences in the text; repeated passages count once.",
        "次数",
        "在文本中出现的次数，重复的段落只计一次。",
    ),
    "documents": ("Documents", "Documents that contain the term.", "文档数", "出现该术语的文档数。"),
    "background": ("Background", "Occurrences in the background.", "背景次数", "在背景文本中出现的次数。"),
    "contrast": (
        "Contrast",
        "Frequency divided by the frequency in the background, as a power of two.",
        "对比",
        "比背景中常见多少倍，以 2 的幂表示。",
    ),
    "cohesion": (
        "Cohesion",
        "How strongly the parts are associated, in bits; 0 for single words.",
        "凝聚度",
        "各部分结合的紧密程度，单位比特；单字（词）为 0。",
    ),
    "left_entropy": (
        "Left entropy",
        "Variety of the neighbours before it, in bits: high at the beginning of a word.",
        "左熵",
        "左邻的多样程度，单位比特；词的开头处较高。",
    ),
    "right_entropy": (
        "Right entropy",
        "Variety of the neighbours after it, in bits: high at the end of a word.",
        "右熵",
        "右邻的多样程度，单位比特；词的结尾处较高。",
    ),
    "left_breaks": (
        "Left breaks",
        "Share of occurrences after a punctuation mark or at the start of a line.",
        "左断",
        "前面是标点或行首的比例。",
    ),
    "right_breaks": (
        "Right breaks",
        "Share of occurrences before a punctuation mark or at the end of a line.",
        "右断",
        "后面是标点或行尾的比例。",
    ),
    "word_edges": (
        "Word boundaries",
        "Share of occurrences that begin and end at word boundaries.",
        "词界",
        "首尾都在词边界上的比例。",
    ),
    "company": (
        "Company",
        "How similar its neighbours are to those of good terms, in bits.",
        "语伴",
        "左右相邻的词与好术语的邻词有多相似，单位比特。",
    ),
    "nestedness": (
        "Nested",
        "Share of occurrences inside the same longer string.",
        "嵌套",
        "出现在同一个更长字符串中的比例。",
    ),
    "known": ("Known", "Is it in the dictionary?", "已知", "词典是否收录。"),
    "confidence": (
        "Confidence",
        "Share of correct terms to expect among candidates that rank like it.",
        "置信度",
        "排名相近的候选中，预计有多大比例是正确的术语。",
    ),
    "p_value": ("p-value", "Probability of such a contrast in random text.", "p 值", "随机文本出现如此对比的概率。"),
    "q_value": ("q-value", "Least false discovery rate at which it passes.", "q 值", "通过检验时的错误发现率。"),
    "significant": ("Significant", "Is the contrast significant?", "显著", "对比是否显著。"),
    "forms": ("Forms", "Forms of the term that are counted together.", "词形", "合并计数的各种词形。"),
}

COLUMNS = {
    "en": {name: (heading, text) for name, (heading, text, _, _) in _COLUMNS.items()},
    "zh": {name: (heading, text) for name, (_, _, heading, text) in _COLUMNS.items()},
}
